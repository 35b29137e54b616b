// A run's figures as a file of TensorBoard.
//
// Format: TFRecord frames (tensorflow/core/lib/io/record_writer.cc) of Event messages (tensorflow/core/util/event.proto).

internal import Checksums
internal import DatasetModel
internal import Files
internal import Ground
internal import Reporting
internal import Synchronization

/// Appends a record of scalars to an event file; the step is the rows that are done, so that runs of a list can be compared.
///
/// The names `total/…` are those that img2dataset logs to Weights & Biases.
final class TensorBoardFile: ReadingSink {
    private let path: String
    private let report: OneReport
    /// nil until the first record, and after an error.
    private let file: Mutex<Output>

    /// The open file, and whether it has failed.
    private struct Output: ~Copyable {
        var file: AppendedFile?
        var hasFailed = false
    }

    /// - Parameters:
    ///   - folder: where TensorBoard looks; it is made.
    ///   - host: of this machine, a part of the name that TensorBoard's own writers give.
    ///   - process: its number, so that two runs that begin in one second do not share a file.
    init(folder: String, host: String, process: Int32, run: RunIdentification, report: OneReport) {
        let second = Int(run.startSecondsSince1970)
        path = "\(folder)/events.out.tfevents.\(second).\(host).\(process)"
        self.report = report
        file = Mutex(Output())
    }

    var name: String { "tensorboard" }
    var interval: Duration { .seconds(10) }

    func take(_ reading: RunReading) {
        let scalars = Self.scalars(reading.figures)
        write(
            EventRecord.scalars(
                scalars, step: reading.figures.rowsDone, secondsSince1970: reading.secondsSince1970),
            at: reading.secondsSince1970)
    }

    func end(_ reading: RunReading) {
        take(reading)
        file.withLock { output in
            guard let open = output.file.take() else { return }
            // What could not be written was reported, or is lost with a full disk.
            _ = try? open.finish(syncs: false)
        }
    }

    private func write(_ record: [UInt8], at seconds: Double) {
        let failure: FileError? = file.withLock { output in
            guard !output.hasFailed else { return nil }
            do throws(FileError) {
                if output.file == nil {
                    try Durable.makeFolder(Durable.parent(of: path))
                    var file = try AppendedFile(path: path, kept: 0)
                    try file.append(EventRecord.framed(EventRecord.version(secondsSince1970: seconds)))
                    output.file = consume file
                }
                try output.file?.append(EventRecord.framed(record))
                return nil
            } catch {
                output.hasFailed = true
                return error
            }
        }
        if let failure { report.say("--tensorboard: \(failure.description)") }
    }

    static func scalars(_ figures: RunFigures) -> [(tag: String, value: Double)] {
        let counts = SettledShares(figures)
        var scalars: [(tag: String, value: Double)] = [
            ("total/img_per_sec", counts.rowsPerSecond), ("total/success", counts.success),
            ("total/failed_to_download", counts.failedToDownload), ("total/failed_to_resize", counts.failedToResize),
            ("total/count", Double(counts.rows)),
            ("rate/images_per_second", figures.imagesPerSecond.perSecond),
            ("rate/bytes_in_per_second", figures.bytesInPerSecond.perSecond),
            ("rate/bytes_out_per_second", figures.bytesOutPerSecond.perSecond),
            ("network/in_flight", Double(figures.inFlight)), ("network/waiting", Double(figures.flow.waiting)),
            ("network/retries", Double(figures.flow.retries)),
            ("dataset/shards", Double(figures.shardsDone)), ("dataset/rows", Double(figures.rowsDone)),
        ]
        if let share = figures.cpuShare { scalars.append(("machine/cpu", share)) }
        if let bytes = figures.residentBytes { scalars.append(("machine/memory_bytes", Double(bytes))) }
        return scalars
    }
}
