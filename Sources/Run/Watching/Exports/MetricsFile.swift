// Metrics as a file, for the textfile collector of node_exporter.

internal import Files

/// Writes the file again with each reading, under another name first: whoever reads it finds a whole one.
struct MetricsFile: ReadingSink {
    let path: String
    let run: RunIdentification
    /// Called with the reason when the file cannot be written; once.
    let report: OneReport

    var name: String { "metrics-file" }
    /// node_exporter is asked no more often than that.
    var interval: Duration { .seconds(5) }

    func take(_ reading: RunReading) {
        let families = RunMetrics.families(reading, run: run)
        let bytes = Array(MetricsText.prometheus.text(families).utf8)
        // A link left under that name must not say what is emptied.
        Durable.tryToRemoveFile(path + ".new")
        do throws(FileError) {
            // The new name must not end as the file does: the collector reads all that end in .prom.
            try Durable.write(bytes, to: path + ".new", syncs: false)
            try Durable.move(path + ".new", to: path)
        } catch {
            report.say("--metrics-file: \(error.description)")
        }
    }

    func end(_ reading: RunReading) { take(reading) }
}
