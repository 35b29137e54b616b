// What a standstill is called.

extension Watchdog.Verdict {
    /// For a person at the terminal, in one line; `folder` is the output folder as given.
    func words(folder: String) -> String {
        switch self {
        case .warn(let stage, let standing, let ends):
            "\(stage.words(folder: folder, standing)). The run ends if that lasts until \(ends.components.seconds) s"
        case .end(let stage, let standing):
            stage.words(folder: folder, standing)
        }
    }
}

extension Watchdog.Stage {
    fileprivate func words(folder: String, _ standing: Duration) -> String {
        let seconds = "\(standing.components.seconds) s"
        return switch self {
        case .listReader: "reading the URL list has stood still for \(seconds): does its disk answer?"
        case .fetchLoop: "fetching has stood still for \(seconds): its thread is stuck"
        case .imageWorker: "an image has been in work for \(seconds): its decoder does not come to an end"
        case .sampleWriter: "writing samples has stood still for \(seconds): does the disk under \(folder) answer?"
        case .finisher: "finishing a shard has stood still for \(seconds): does the disk under \(folder) answer?"
        case .wholeRun: "nothing has moved for \(seconds), and rows are left"
        }
    }
}
