// The `parquet` format: a shard's metadata with the images' bytes as its last column.

internal import DatasetFolder
internal import DatasetModel
internal import Files
internal import Tables

/// Makes the table of a shard from its spooled images, a few megabytes at a time.
struct ParquetComposer: DataComposer {
    /// Image bytes read and handed on at once.
    static let batchBytes = 4 << 20
    /// Image bytes of a row group, which the writer holds in memory until it is complete.
    static let rowGroupBytes = 32 << 20
    static let rowGroupRows = 10_000

    func compose(_ contents: ShardContents, from open: String, to path: String) throws(ShardError) -> Int {
        let settings = contents.settings
        let metadata = try MetadataTable.batch(contents)
        let input = try asShardError(InputFile(path: open))
        let none = try imageColumn(contents, rows: 0..<0, input)
        let first = try MetadataTable.writing(path, metadata.slice(from: 0, count: 0).appending([none]))
        var schema = first.schema
        var column = settings.imageExtension
        if settings.usesImageStruct {
            // https://huggingface.co/docs/datasets: the features of a table that its Arrow types do not show.
            let features = #"{"info": {"features": {"image": {"_type": "Image"}}}}"#
            schema = try MetadataTable.writing(path, schema.annotated(key: "huggingface", value: features))
            column = "image.bytes"
        }
        var writer = try MetadataTable.writing(
            path,
            ParquetWriter(path: path, schema: schema, rowGroupRows: Self.rowGroupRows, rawColumn: column))
        var (row, groupBytes) = (0, 0)
        while row < metadata.rowCount {
            contents.beat()
            let (end, bytes) = batchEnd(contents, from: row)
            if groupBytes > 0 && groupBytes + bytes > Self.rowGroupBytes {
                try MetadataTable.writing(path, writer.endRowGroup())
                groupBytes = 0
            }
            let images = try imageColumn(contents, rows: row..<end, input)
            let batch = try MetadataTable.writing(
                path, metadata.slice(from: row, count: end - row).appending([images]))
            try MetadataTable.writing(path, writer.write(batch))
            groupBytes += bytes
            row = end
        }
        do {
            try writer.finish()
        } catch {
            throw MetadataTable.error(error, path: path)
        }
        return try DatasetFolder.syncFile(path, syncs: settings.sync.syncsFinished)
    }

    /// Rows from `row` on whose images are read together, at least one, and their bytes.
    private func batchEnd(_ contents: ShardContents, from row: Int) -> (row: Int, bytes: Int) {
        var (end, bytes) = (row, 0)
        while end < contents.ranges.count {
            let next = contents.ranges[end]?.count ?? 0
            if end > row && bytes + next > Self.batchBytes { break }
            bytes += next
            end += 1
        }
        return (end, bytes)
    }

    private func imageColumn(_ contents: ShardContents, rows: Range<Int>, _ input: borrowing InputFile)
        throws(ShardError) -> NewColumn
    {
        let header = ImageSpool.headerBytes
        let total = contents.ranges[rows].reduce(0) { $0 + max(0, ($1?.count ?? 0) - header) }
        var bytes = [UInt8](repeating: 0, count: total)
        var offsets: [Int] = [0]
        var extensions: [String?] = []
        for row in rows {
            guard let range = contents.ranges[row], range.count >= header else {
                offsets.append(offsets[offsets.count - 1])
                extensions.append(nil)
                continue
            }
            let start = offsets[offsets.count - 1]
            let end = start + range.count - header
            var name = [UInt8](repeating: 0, count: header)
            let outcome: Result<Void, FileError> = bytes.withUnsafeMutableBytes { bytes in
                name.withUnsafeMutableBytes { name in
                    Result { () throws(FileError) in
                        try input.read(name, at: range.lowerBound)
                        try input.read(
                            UnsafeMutableRawBufferPointer(rebasing: bytes[start..<end]), at: range.lowerBound + header)
                    }
                }
            }
            try asShardError(outcome.get())
            offsets.append(end)
            extensions.append(String(decoding: name.prefix { $0 != 0 }, as: UTF8.self))
        }
        let images = NewColumn.Values.binary(bytes, offsets: offsets, valid: extensions.map { $0 != nil })
        guard contents.settings.usesImageStruct else {
            return NewColumn(name: contents.settings.imageExtension, values: images)
        }
        let paths = zip(rows, extensions).map { row, name in
            name.flatMap { name in contents.keys.key(contents.records[row].index).map { "\($0.text).\(name)" } }
        }
        return NewColumn(
            name: "image",
            values: .record([
                NewColumn(name: "bytes", values: images), NewColumn(name: "path", values: .text(paths)),
            ]))
    }
}
