// The rows of `embed`'s metadata, one after the other, and those of a dataset's table to compare them with.

internal import DatasetFolder
internal import DatasetModel
internal import Hashing
internal import Tables

/// Reads keys and URLs of several files of metadata as one sequence.
final class ScoreRows {
    static let urlColumn = "url"
    private static let batchRows = 16_384

    struct Row {
        let key: RowKey
        /// The file, and the row's place in it.
        let path: String
        let place: Int
    }

    private let files: [String]
    private var file = 0
    private var reader: ParquetReader?
    private var keys: [RowKey] = []
    /// The next row among `keys`, and the place of the first of these in the file.
    private var position = 0
    private var firstPlace = 0

    init(_ files: [String]) { self.files = files }

    /// The next row, the same until it is taken; nil at the end.
    func next() throws(DownloadError) -> Row? {
        while file < files.count {
            if position < keys.count {
                return Row(key: keys[position], path: files[file], place: firstPlace + position)
            }
            firstPlace += keys.count
            (keys, position) = ([], 0)
            do throws(TableError) { try readOn() } catch {
                throw DownloadError(.command, "--scores: \(files[file]): \(error.detail)")
            }
        }
        return nil
    }

    func take() { position += 1 }

    private func readOn() throws(TableError) {
        if reader == nil {
            reader = try Self.started(files[file], [ScoreColumns.key, Self.urlColumn])
        }
        if let batch = try reader?.next() {
            keys = try Self.rowKeys(of: batch, keyColumn: ScoreColumns.key)
        } else {
            reader = nil
            file += 1
            firstPlace = 0
        }
    }

    /// The rows of a shard's table that have an image.
    static func images(of table: String, in dataset: TypedDataset) throws(DownloadError) -> Set<RowKey> {
        do throws(TableError) {
            let reader = try started(table, [RetryFlags.keyColumn, urlColumn, "status"])
            var images: Set<RowKey> = []
            while let batch = try reader?.next() {
                let statuses = try batch.requiredText("status")
                for (row, key) in try rowKeys(of: batch, keyColumn: RetryFlags.keyColumn).enumerated()
                where statuses.withBytes(row, { $0.elementsEqual("success".utf8) }) {
                    images.insert(key)
                }
            }
            return images
        } catch {
            throw DownloadError(
                .command, "\(table): \(error.detail)\n  to see what is whole: \(dataset.command("verify"))")
        }
    }

    /// Nil for a file without rows.
    private static func started(_ path: String, _ names: [String]) throws(TableError) -> ParquetReader? {
        let reader = try ParquetReader(path: path)
        guard !reader.rowGroupRows.isEmpty else { return nil }
        var choices: [ColumnChoice] = []
        for name in names {
            guard let place = reader.schema.index(of: name) else {
                throw TableError(category: .misuse, detail: "it has no column \"\(name)\"")
            }
            choices.append(ColumnChoice(column: place, name: name, isText: true))
        }
        try reader.start(atRowGroup: 0, batchRows: batchRows, columns: choices)
        return reader
    }

    private static func rowKeys(of batch: ColumnBatch, keyColumn: String) throws(TableError) -> [RowKey] {
        let (keys, urls) = (try batch.requiredText(keyColumn), try batch.requiredText(urlColumn))
        let hasher = KeyHasher()
        return (0..<batch.rowCount).map { row in
            keys.withBytes(row) { key in urls.withBytes(row) { hasher.key(pair: key, $0) } }
        }
    }
}
