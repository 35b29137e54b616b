// Everything that watches a run beside its terminal: begun before the first fetch, ended after the last row.

internal import Glibc
package import Ground
internal import LocalServer
package import Reporting

/// Hands readings of the run to the page, files and collectors that were asked for. Each has a thread of its own, behind
/// those of the run.
package final class RunWatch: Sendable {
    private let sinks: [SinkThread]
    private let served: RunServer?
    private let server: LocalServer?
    private let isTokenShown: Bool

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - tap: gives the newest images.
    ///   - tell: called with a line when something cannot be written or sent; the run continues.
    /// - Throws: `command`: the address cannot be used; `output`.
    package init(
        _ options: WatchOptions, run: RunIdentification, tap: ImageTap = ImageTap(),
        tell: @escaping @Sendable (String) -> Void
    ) throws(CommandFailure) {
        isTokenShown = options.isTokenNew
        var sinks: [any ReadingSink] = []
        if let address = options.listen {
            let served = RunServer(run, tap: tap, workers: options.workers)
            do throws(ServerError) {
                server = try LocalServer(
                    address, rules: AccessRules(token: options.token), threads: 2, stepsBack: true,
                    handler: { served.answer($0) })
            } catch {
                throw CommandFailure(error)
            }
            self.served = served
            sinks.append(served)
        } else {
            (served, server) = (nil, nil)
        }
        if !options.statusFiles.isEmpty {
            sinks.append(
                StatusFile(
                    paths: options.statusFiles, run: run,
                    process: StatusRecord.Process(host: MachineName.text, number: Int(getpid())),
                    page: server?.plainURL))
        }
        if let path = options.metricsFile { sinks.append(MetricsFile(path: path, run: run, report: OneReport(tell))) }
        if let folder = options.tensorBoardFolder {
            sinks.append(
                TensorBoardFile(
                    folder: folder, host: MachineName.text, process: getpid(), run: run, report: OneReport(tell)))
        }
        if let settings = options.otlp {
            sinks.append(OTLPExport(settings, run: run, report: OneReport(tell)))
        }
        self.sinks = sinks.map { SinkThread($0) }
    }

    /// Whether anybody gets readings.
    package var isNeeded: Bool { !sinks.isEmpty }

    /// The address to open, with a token that was made for this run; nil where nothing is served.
    package var url: String? {
        server.map { isTokenShown ? $0.url : $0.plainURL }
    }

    /// The run is so far. Call it once a second.
    package func show(_ reading: RunReading) { for sink in sinks { sink.show(reading) } }

    /// The run has ended.
    ///
    /// - Parameter patience: how long a disk or a server may hold up the end.
    package func end(_ reading: RunReading, patience: Duration) {
        for sink in sinks { sink.end(reading) }
        let deadline = ContinuousClock.now + patience
        for sink in sinks { sink.wait(atMost: max(.zero, deadline - .now)) }
        served?.close()
        server?.stop()
    }
}
