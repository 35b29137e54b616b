// What a standstill is called.

extension Watchdog.Verdict {
    /// For a person at the terminal, in one line; `folder` is the output folder as given.
    package func words(folder: String) -> String {
        switch self {
        case .warn(let stage, let standing, let ends):
            "\(stage.words(standing))\(stage.question(folder: folder)) The run ends after \(Self.seconds(ends)) of it"
        case .end(let stage, let standing):
            stage.words(standing) + stage.question(folder: folder)
        }
    }

    fileprivate static func seconds(_ duration: Duration) -> String {
        let tenths = (duration.components.attoseconds / 100_000_000_000_000_000) % 10
        let whole = duration.components.seconds
        return whole < 10 && tenths > 0 ? "\(whole).\(tenths) s" : "\(whole) s"
    }
}

extension Watchdog.Stage {
    fileprivate func words(_ standing: Duration) -> String {
        let time = Watchdog.Verdict.seconds(standing)
        return switch self {
        case .listReader: "reading the URL list has stood still for \(time)"
        case .fetchLoop: "fetching has stood still for \(time)"
        case .imageWorker: "one image has been in work for \(time)"
        case .sampleWriter: "writing samples has stood still for \(time)"
        case .finisher: "finishing a shard has stood still for \(time)"
        case .wholeRun: "nothing has moved for \(time), and rows are left"
        }
    }

    /// What may be looked at; ends a sentence.
    fileprivate func question(folder: String) -> String {
        switch self {
        case .listReader: ": does its disk answer?"
        case .sampleWriter, .finisher: ": does the disk under \(folder) answer?"
        case .imageWorker: ": its decoder does not come to an end. The next start leaves it out."
        case .fetchLoop, .wholeRun: "."
        }
    }
}
