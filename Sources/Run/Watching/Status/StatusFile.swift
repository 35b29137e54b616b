// A run's status in its dataset's folder.

internal import Files
internal import Reporting

/// Writes the record again every few seconds, and once more at the end.
struct StatusFile: ReadingSink {
    /// One for each dataset that the run writes.
    let paths: [String]
    let run: RunIdentification
    let process: StatusRecord.Process
    let page: String?

    var name: String { "status-file" }
    var interval: Duration { .seconds(3) }

    func take(_ reading: RunReading) {
        let bytes = StatusRecord(reading, run: run, process: process, page: page).json
        for path in paths {
            // Nobody needs it for the dataset; a disk that is full is reported by the run itself.
            Durable.tryToRemoveFile(path + ".new")
            guard (try? Durable.write(bytes, to: path + ".new", syncs: false)) != nil else { continue }
            try? Durable.move(path + ".new", to: path)
        }
    }

    func end(_ reading: RunReading) {
        // Then nothing was written, and the next start begins as the first.
        if case .stoppedEarly = reading.ending {
            for path in paths { Durable.tryToRemoveFile(path) }
        } else {
            take(reading)
        }
    }
}
