// Shards of the `parquet` format in: images in a column of bytes, or of Hugging Face's struct<bytes, path>.

internal import DatasetFolder
internal import Files
internal import Tables

/// Reads the samples of a table, row after row; a row without image is skipped.
final class ParquetImageReader: ShardReader {
    /// About as many image bytes are held at once.
    private static let batchBytes = 8 << 20
    private static let mostBatchRows = 1024
    private static let lookUpRows = 64
    /// What img2dataset and this tool call a column of images.
    private static let names: Set<String> = ["jpg", "png", "webp", "avif", "image"]

    private let path: String
    private let wants: ((String) -> Bool)?
    private let reader: ParquetReader
    private let column: String
    private let isRecord: Bool
    private var batch: (rows: ColumnBatch, keys: TextColumn, images: BytesColumn, paths: BytesColumn?)?
    private var row = 0

    /// Opens a table; nil when it has no column of images, and so is another data file's metadata.
    init?(path: String, wants: ((String) -> Bool)? = nil) throws(ShardError) {
        self.path = path
        self.wants = wants
        do throws(TableError) {
            reader = try ParquetReader(path: path)
            let fields = reader.schema.fields
            // Images are the last column: others before it may be the list's.
            guard let last = fields.last, Self.names.contains(last.name),
                ["binary", "large_binary"].contains(last.typeName) || last.typeName.hasPrefix("struct<bytes: ")
            else { return nil }
            column = last.name
            isRecord = last.typeName.hasPrefix("struct")
            guard let key = reader.schema.index(of: "key") else {
                throw TableError(category: .misuse, detail: "it has no column \"key\"")
            }
            guard reader.rowCount > 0 else { return }
            let rowBytes = max(1, Self.fileBytes(path) / reader.rowCount)
            try reader.start(
                atRowGroup: 0, batchRows: min(max(1, Self.batchBytes / rowBytes), Self.mostBatchRows),
                columns: [
                    ColumnChoice(column: key, name: "key", isText: true),
                    ColumnChoice(column: fields.count - 1, name: column),
                ])
        } catch {
            throw Self.error(error, path: path)
        }
    }

    func next() throws(ShardError) -> SampleContents? {
        guard reader.rowCount > 0 else { return nil }
        do throws(TableError) {
            while true {
                if let batch {
                    while row < batch.rows.rowCount {
                        defer { row += 1 }
                        let key = batch.keys.string(row) ?? ""
                        guard wants?(key) != false, let bytes = batch.images.bytes(row) else { continue }
                        let name = batch.paths?.bytes(row).flatMap(Self.fileExtension) ?? column
                        return SampleContents(
                            key: key,
                            members: [SampleContents.Member(fileExtension: name, bytes: bytes)])
                    }
                }
                batch = nil
                guard let rows = try reader.next() else { return nil }
                guard let keys = rows.text("key") else {
                    throw TableError(category: .misuse, detail: "its keys cannot be read")
                }
                batch = (
                    rows, keys, try rows.bytes(column, field: isRecord ? "bytes" : nil),
                    // Other tools may leave the path out.
                    isRecord ? try? rows.bytes(column, field: "path") : nil
                )
                row = 0
            }
        } catch {
            throw Self.error(error, path: path)
        }
    }

    /// Rows of each row group.
    var rowGroupRows: [Int] { reader.rowGroupRows }

    /// Gives `body` the images of some rows of a row group; `next` begins again at the table's first row group then.
    ///
    /// - Parameters:
    ///   - rows: of the table, ascending.
    ///   - first: the row group's first row.
    func read(
        _ rows: [Int], ofRowGroup group: Int, from first: Int, mostBytes: Int, _ body: (Int, [UInt8]) -> Void
    ) throws(ShardError) {
        do throws(TableError) {
            let column = ColumnChoice(column: reader.schema.fields.count - 1, name: self.column)
            try reader.start(atRowGroup: group, batchRows: Self.lookUpRows, columns: [column])
            var left = rows[...]
            var start = first
            while !left.isEmpty, let batch = try reader.next() {
                let inBatch = left.prefix { $0 < start + batch.rowCount }
                if !inBatch.isEmpty {
                    let images = try batch.bytes(self.column, field: isRecord ? "bytes" : nil)
                    for row in inBatch {
                        if let bytes = images.bytes(row - start), bytes.count <= mostBytes { body(row, bytes) }
                    }
                }
                left = left.dropFirst(inBatch.count)
                start += batch.rowCount
            }
        } catch {
            throw Self.error(error, path: path)
        }
    }

    private static func fileExtension(_ path: [UInt8]) -> String? {
        let text = String(decoding: path, as: UTF8.self)
        return text.lastIndex(of: ".").map { String(text[text.index(after: $0)...]) }
    }

    private static func fileBytes(_ path: String) -> Int { FileSize.of(path) ?? 0 }

    private static func error(_ error: TableError, path: String) -> ShardError {
        switch error.category {
        case .notFound, .unreadable: ShardError(.io, "\(path): \(error.detail)")
        default: ShardError(.damagedShard, "\(path): \(error.detail)")
        }
    }
}
