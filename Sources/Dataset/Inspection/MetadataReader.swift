// A shard's metadata table in.

internal import Reporting
internal import Tables

/// Reads the rows of a `S.parquet`, ours or img2dataset's.
struct MetadataReader {
    private static let batchRows = 4096

    let path: String

    /// Gives every row to `body`, in the order of the table.
    ///
    /// - Parameter keysOnly: leaves out everything but key, status and size, which costs a tenth.
    /// - Throws: `InspectionError` when the table cannot be read or has no column `key` or `status`.
    func forEachRow(keysOnly: Bool = false, _ body: (MetadataRow) -> Void) throws(InspectionError) {
        do throws(TableError) {
            let reader = try ParquetReader(path: path)
            let known =
                ["key", "status", "width", "height"]
                + (keysOnly
                    ? []
                    : ["error_message", "error_class", "url", "caption", "original_width", "original_height"])
            let columns = known.compactMap { name in
                reader.schema.index(of: name).map { ColumnChoice(column: $0, name: name) }
            }
            for name in ["key", "status"] where !columns.contains(where: { $0.name == name }) {
                throw TableError(category: .misuse, detail: "it has no column \"\(name)\"")
            }
            guard !reader.rowGroupRows.isEmpty else { return }
            try reader.start(atRowGroup: 0, batchRows: Self.batchRows, columns: columns)
            while let batch = try reader.next() { Self.read(batch, body) }
        } catch {
            throw InspectionError(.unreadable, "\(path): \(error.detail)")
        }
    }

    /// Reads every column to its end.
    ///
    /// - Throws: `InspectionError` when one of them cannot be read.
    func readAllColumns() throws(InspectionError) {
        do throws(TableError) {
            let reader = try ParquetReader(path: path)
            guard !reader.rowGroupRows.isEmpty else { return }
            let columns = reader.schema.fields.enumerated().map { ColumnChoice(column: $0, name: $1.name) }
            // Tables may hold images.
            try reader.start(atRowGroup: 0, batchRows: 128, columns: columns)
            var rows = 0
            while let batch = try reader.next() { rows += batch.rowCount }
            guard rows == reader.rowCount else {
                throw TableError(category: .malformed, detail: "it has fewer rows than its footer says")
            }
        } catch {
            throw InspectionError(.unreadable, "\(path): \(error.detail)")
        }
    }

    private static func read(_ batch: ColumnBatch, _ body: (MetadataRow) -> Void) {
        let (keys, statuses) = (batch.text("key"), batch.text("status"))
        let (messages, classes) = (batch.text("error_message"), batch.text("error_class"))
        let (urls, captions) = (batch.text("url"), batch.text("caption"))
        let (widths, heights) = (batch.text("width"), batch.text("height"))
        let (originalWidths, originalHeights) = (batch.text("original_width"), batch.text("original_height"))
        for row in 0..<batch.rowCount {
            var found = MetadataRow()
            found.key = keys?.string(row) ?? ""
            found.isSuccess = statuses?.string(row) == "success"
            found.url = urls?.string(row)
            found.captionLength = captions?.string(row)?.count
            if found.isSuccess {
                found.width = number(widths, row)
                found.height = number(heights, row)
                found.originalWidth = number(originalWidths, row)
                found.originalHeight = number(originalHeights, row)
            } else {
                found.failure =
                    FailureSign(tallyWord: classes?.string(row), message: messages?.string(row) ?? "").shownWord
            }
            body(found)
        }
    }

    private static func number(_ column: TextColumn?, _ row: Int) -> Int? {
        // A column of whole numbers with nulls may come as doubles (pandas): 256.0.
        column?.string(row).flatMap { Int($0) ?? Double($0).flatMap { Int(exactly: $0.rounded()) } }
    }
}
