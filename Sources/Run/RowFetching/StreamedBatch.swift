// A batch of the stream, whose rows are being fetched.

internal import Tables

/// Rows of the stream, with their URLs as text.
struct StreamedBatch: Sendable {
    let rows: ColumnBatch
    private let urls: TextColumn
    private let referers: TextColumn?
    /// Its first row, counted from the stream's first.
    let first: Int

    init(_ rows: ColumnBatch, first: Int, urlColumn: String, refererColumn: String?) throws(TableError) {
        self.rows = rows
        self.first = first
        urls = try rows.plainText(urlColumn)
        referers = try refererColumn.map { column throws(TableError) in try rows.plainText(column) }
    }

    /// The row behind its last.
    var end: Int { first + rows.rowCount }

    /// What a row's URL is said to be; empty where there is none, which is no URL either.
    func url(_ row: Int) -> String { urls.string(row - first) ?? "" }

    func referer(_ row: Int) -> String? { referers?.string(row - first) }
}
