// The input columns as JSON, made for a few hundred rows at a time.

internal import DatasetFolder
internal import Tables

/// Makes the JSON members of a shard's rows page by page, when the first row of a page is asked for, and lets a
/// page go when its last row is settled. Many shards are open at once: whole shards would be many megabytes.
struct MemberPages {
    private static let rowsPerPage = 512

    private let rows: ColumnBatch
    private let columns: [String]
    private var pages: [JSONMembers?]
    private var unsettled: [Int]

    init(_ rows: ColumnBatch, columns: [String]) {
        self.rows = rows
        self.columns = columns
        let count = (rows.rowCount + Self.rowsPerPage - 1) / Self.rowsPerPage
        pages = Array(repeating: nil, count: count)
        unsettled = (0..<count).map { min(Self.rowsPerPage, rows.rowCount - $0 * Self.rowsPerPage) }
    }

    /// Lends the members of a row; empty when there are no columns.
    mutating func withMembers(
        of row: Int, _ body: (UnsafeRawBufferPointer) throws(ShardError) -> Void
    ) throws(ShardError) {
        let members = try page(row / Self.rowsPerPage)
        var outcome: Result<Void, ShardError> = .success(())
        members.withBytes(row % Self.rowsPerPage) { bytes in
            outcome = Result { () throws(ShardError) in try body(bytes) }
        }
        try outcome.get()
    }

    /// Notes that a row's members are not asked for again.
    mutating func settle(_ row: Int) {
        let page = row / Self.rowsPerPage
        unsettled[page] -= 1
        if unsettled[page] == 0 { pages[page] = nil }
    }

    private mutating func page(_ index: Int) throws(ShardError) -> JSONMembers {
        if let page = pages[index] { return page }
        let first = index * Self.rowsPerPage
        do {
            let page = try rows.slice(from: first, count: min(Self.rowsPerPage, rows.rowCount - first))
                .jsonMembers(of: columns)
            pages[index] = page
            return page
        } catch {
            throw ShardError(.table, "the columns of the URL list cannot be written as JSON: \(error.detail)")
        }
    }
}
