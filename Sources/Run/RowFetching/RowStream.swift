// A stream of rows in, the same rows with their images out.

internal import BodyFetching
internal import DatasetModel
internal import Fetching
internal import Ground
internal import Imaging
package import Planning

/// Fetches the rows of a stream as a download does, and writes them with their images in the stream's order.
///
/// Threads: `stream-reader` reads batches and begins their rows, `fetch-0` fetches them, `image-N` make images, and the
/// caller's thread writes. A batch is in memory from its reading until its last row is written.
package final class RowStream: Sendable {
    /// A batch of the stream may need so much; four of them may be in memory.
    package static let maximumBatchBytes = 1 << 30
    /// Rows that wait for one before them, whatever they hold.
    private static let maximumRows = 16_384

    /// What a stream was, when it has ended.
    package struct Report: Sendable {
        package var rows = 0
        package var images = 0
    }

    private let plan: FetchPlan
    private let state: Monitor<StreamState>
    private let fetched = BoundedQueue<FetchedURL>(capacity: .max)

    package init(_ plan: FetchPlan) {
        self.plan = plan
        state = Monitor(
            StreamState(
                RowWindow(
                    maximumRows: Self.maximumRows, maximumBegun: 2 * plan.fetching.maximumInFlight,
                    maximumBytes: plan.memoryBudgetBytes)))
    }

    /// Runs to the end of the stream. Call once.
    ///
    /// - Throws: `DownloadError`: `command` for a stream in another format or without the columns, `run` for one that is damaged,
    ///   `output` where nothing can be written.
    package func run(input: Int32, output: Int32) throws(Failure) -> Report {
        let reader: StreamInput
        do throws(DownloadError) {
            reader = try StreamInput(input, plan)
        } catch {
            throw .run(error)
        }
        var writer = try StreamOutput(output, columnsOf: reader.columns, and: ResultColumns(plan))
        let engine = try engine()
        let feeder = NamedThread("stream-reader") { [self] in feed(reader, engine) }
        let workers = (0..<plan.imageWorkers).map { number in
            NamedThread("image-\(number)") { [self] in makeImages(engine) }
        }
        var report = Report()
        while true {
            let step = state.wait { $0.nextStep() }
            switch step {
            case .write(let rows, let results):
                report.rows += results.count
                report.images += results.count { $0.image != nil }
                try writer.write(rows, results)
                fetchAgain(engine)
            case .fail(let error):
                throw .run(error)
            case .end:
                engine.stop()
                fetched.close()
                for worker in workers { worker.join() }
                feeder.join()
                try writer.finish()
                return report
            }
        }
    }

    private func engine() throws(Failure) -> BodyFetcher {
        do {
            return try BodyFetcher(
                plan.fetching, stores: plan.storeRows, budget: MemoryBudget(limitBytes: plan.memoryBudgetBytes)
            ) { [fetched] result in fetched.push(FetchedURL(result)) }
        } catch {
            throw .run(DownloadError(error.category == .invalidOption ? .command : .run, error.message))
        }
    }

    /// Reads batches and begins their rows, until the stream's end.
    private func feed(_ input: StreamInput, _ engine: BodyFetcher) {
        do throws(DownloadError) {
            while let batch = try input.next() {
                state.change { $0.add(batch) }
                while true {
                    let rows = state.wait { $0.beginRows() }
                    guard !rows.isEmpty else { break }
                    submit(Array(rows), of: [batch], to: engine)
                }
            }
            state.change { $0.end() }
        } catch {
            state.change { $0.fail(error) }
        }
    }

    private func makeImages(_ engine: BodyFetcher) {
        let images = RowImages(plan)
        while let next = fetched.pop() {
            let result = images.result(of: next)
            state.change { $0.window.ended(next.row, result) }
            fetchAgain(engine)
        }
    }

    /// Fetches rows again whose images had to be let go.
    private func fetchAgain(_ engine: BodyFetcher) {
        let (rows, batches) = state.change { state in
            let rows = state.window.beginAgain()
            return (rows, rows.isEmpty ? [] : Array(state.batches))
        }
        if !rows.isEmpty { submit(rows, of: batches, to: engine) }
    }

    private func submit(_ rows: [Int], of batches: [StreamedBatch], to engine: BodyFetcher) {
        engine.submit(
            rows.compactMap { row in
                batches.first { row < $0.end }.map {
                    RowURL(id: UInt64(row), url: $0.url(row), referer: $0.referer(row))
                }
            })
    }

    /// Why a stream did not come to its end.
    package enum Failure: Error {
        case run(DownloadError)
        /// Nobody reads any more.
        case readerLeft
        /// The system's words.
        case output(String)
    }
}
