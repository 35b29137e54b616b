// The stream that is read.

internal import Ground
internal import Planning
internal import Synchronization
internal import Tables
internal import URLLists

/// Batches of a stream, checked for what is asked of its columns. Read by one thread at a time.
final class StreamInput: Sendable {
    /// The stream's columns, without a row.
    let columns: ColumnBatch
    private let plan: FetchPlan
    private let state: Mutex<State>

    private struct State: ~Copyable {
        var reader: RecordStreamReader
        var next = 0
    }

    /// - Throws: `command` where it is no stream, lacks the column of URLs, or has a column that the rows are to get.
    init(_ descriptor: Int32, _ plan: FetchPlan) throws(DownloadError) {
        self.plan = plan
        do throws(TableError) {
            let reader = try RecordStreamReader(
                descriptor: descriptor, maximumBytes: RowStream.maximumBatchBytes)
            columns = try reader.emptyBatch()
            state = Mutex(State(reader: reader))
        } catch {
            throw DownloadError(
                .command,
                """
                standard input is no Arrow stream: \(error.detail).
                  write one to it, as pyarrow.ipc.new_stream does; from Python: img2shards.arrow.fetch
                """)
        }
        let names = columns.schema.fields.map(\.name)
        for column in [plan.urlColumn, plan.refererColumn].compactMap({ $0 }) where !names.contains(column) {
            let option = column == plan.urlColumn ? "--url-col" : "--referer-col"
            let question = NearestName.question(for: column, among: names)
            throw DownloadError(
                .command,
                """
                \(option): the stream has no column "\(column)".\(question)
                  columns: \(names.prefix(20).joined(separator: ", "))
                """)
        }
        for name in ResultColumns(plan).names where names.contains(name) {
            throw DownloadError(
                .command,
                """
                the stream has a column "\(name)", which the rows are to get.
                  rename it, or leave it out
                """)
        }
    }

    /// The next batch; nil at the end.
    func next() throws(DownloadError) -> StreamedBatch? {
        do throws(TableError) {
            return try state.withLock { state throws(TableError) in
                guard let rows = try state.reader.next() else { return nil }
                let batch = try StreamedBatch(
                    rows, first: state.next, urlColumn: plan.urlColumn, refererColumn: plan.refererColumn)
                state.next = batch.end
                return batch
            }
        } catch {
            throw DownloadError(.run, "the Arrow stream on standard input is damaged: \(error.detail)")
        }
    }
}
