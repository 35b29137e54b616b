// One batch of a table, column by column.

internal import Tables

/// The columns of a batch that a report counts. One thread at a time.
struct RowCells {
    let rowCount: Int
    let statuses, urls, keys, messages, classes, captions, hashes, mimes, exifs: TextColumn?
    /// Not-a-number where there is none; empty without such a column.
    let widths, heights, bytes, milliseconds: [Double]

    init(_ batch: ColumnBatch) {
        rowCount = batch.rowCount
        statuses = batch.text("status")
        urls = batch.text("url")
        keys = batch.text("key")
        messages = batch.text("error_message")
        classes = batch.text("error_class")
        captions = batch.text("caption")
        hashes = batch.text("hash")
        mimes = batch.text("mime")
        exifs = batch.text("exif")
        // A column of another type has no numbers.
        func numbers(_ name: String) -> [Double] {
            batch.schema.index(of: name) == nil ? [] : (try? batch.numbers(name)) ?? []
        }
        widths = numbers("width")
        heights = numbers("height")
        bytes = numbers("bytes")
        milliseconds = numbers("fetch_ms")
    }
}
