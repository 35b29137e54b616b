// What the threads of a stream share.

internal import DequeModule
internal import Planning
internal import Tables

/// The batches in work, their rows, and how it ends.
struct StreamState: Sendable {
    /// What the writer does next.
    enum Step: Sendable {
        /// Writes these rows with their results.
        case write(ColumnBatch, [RowResult])
        /// The stream has ended, and all of it is written.
        case end
        case fail(DownloadError)
    }

    /// Rows and bytes of images of one batch that is written, if it is not cut by its own end.
    private static let mostRows = 1024
    private static let mostBytes = 32 << 20

    var window: RowWindow
    /// Those with rows that are not written; the last may have rows that have not begun.
    private(set) var batches = Deque<StreamedBatch>()
    private var isEnded = false
    private(set) var failure: DownloadError?

    init(_ window: RowWindow) { self.window = window }

    mutating func add(_ batch: StreamedBatch) { batches.append(batch) }

    /// The input has ended.
    mutating func end() { isEnded = true }

    /// The first failure counts.
    mutating func fail(_ error: DownloadError) { failure = failure ?? error }

    /// Begins the next rows of the last batch; nil while there is no room, empty when all have begun or nothing counts any
    /// more.
    mutating func beginRows() -> Range<Int>? {
        guard failure == nil, let last = batches.last, window.end < last.end else { return 0..<0 }
        let count = min(window.room, last.end - window.end)
        guard count > 0 else { return nil }
        let begun = window.end..<window.end + count
        window.begin(count)
        return begun
    }

    /// Takes what can be written; nil where that must be waited for.
    mutating func nextStep() -> Step? {
        if let failure { return .fail(failure) }
        guard let batch = batches.first else { return isEnded ? .end : nil }
        let left = batch.end - window.first
        let ready = min(window.ready, left)
        let isWhole = ready == left
        let isMuch = ready >= Self.mostRows || window.readyBytes >= Self.mostBytes
        guard isWhole || ready > 0 && (isMuch || window.isFull) else { return nil }
        let from = window.first - batch.first
        var results = window.take(min(ready, 1))
        var bytes = results.first?.heldBytes ?? 0
        while results.count < min(ready, Self.mostRows), bytes < Self.mostBytes {
            let more = window.take(1)
            bytes += more.first?.heldBytes ?? 0
            results += more
        }
        if window.first == batch.end { batches.removeFirst() }
        return .write(batch.rows.slice(from: from, count: results.count), results)
    }
}
