// A table that is written and read again.

internal import Files
internal import Glibc
internal import Tables

/// Writes a parquet file into the folder for temporary files, reads it, and removes it.
enum TestTable {
    private static let texts: [String?] = ["a caption", nil, "ÄÖÜ 图片"]

    /// What is wrong; nil if nothing is.
    static func problem() -> String? {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let path = "\(folder)/img2shards-self-test-\(getpid()).parquet"
        defer { Durable.tryToRemoveFile(path) }
        do {
            let batch = try ColumnBatch(
                rowCount: texts.count, columns: [NewColumn(name: "caption", values: .text(texts))])
            var writer = try ParquetWriter(path: path, schema: batch.schema)
            try writer.write(batch)
            try writer.finish()
            let reader = try ParquetReader(path: path)
            try reader.start(atRowGroup: 0, batchRows: texts.count, columns: [ColumnChoice(column: 0, name: "caption")])
            let read = try reader.next()?.text("caption")
            guard let read, texts.indices.map(read.string) == texts else {
                return "what is read is not what was written"
            }
            return nil
        } catch {
            return "\(path): \(error.detail)"
        }
    }
}
