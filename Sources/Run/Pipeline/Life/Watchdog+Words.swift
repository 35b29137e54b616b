// What a standstill is called.

extension Watchdog.Verdict {
    /// For a person at the terminal, in one line; `folder` is the output folder as given.
    package func words(folder: String) -> String {
        switch self {
        case .warn(let stage, let standing, let ends):
            "\(stage.words(standing))\(stage.question(folder: folder)) After \(Self.seconds(ends)) the run ends"
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
        case .listReader: "reading the URL list: no progress for \(time)"
        case .fetchLoop: "fetching: no progress for \(time)"
        case .imageWorker: "decoding one image has taken \(time)"
        case .embedder: "running models on some images has taken \(time)"
        case .sampleWriter: "writing samples: no progress for \(time)"
        case .finisher: "finishing a shard: no progress for \(time)"
        case .wholeRun: "no progress for \(time), although rows are left"
        }
    }

    /// What may be looked at; ends a sentence.
    fileprivate func question(folder: String) -> String {
        switch self {
        case .listReader: ". Does its disk respond?"
        case .sampleWriter, .finisher: ". Does the disk of \(folder) respond?"
        case .imageWorker: ". The next start skips it."
        case .fetchLoop, .wholeRun, .embedder: "."
        }
    }
}
