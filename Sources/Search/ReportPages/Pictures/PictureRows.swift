// What the table says of the rows that have pictures.

internal import DatasetFolder
internal import Tables

/// Reads a few rows of tables.
enum PictureRows {
    private static let batchRows = 2048
    private static let mostCaptionBytes = 1500
    private static let mostURLBytes = 1000
    private static let mostKeyBytes = 200

    /// Reads rows of one shard.
    ///
    /// - Parameter rows: of the table, ascending.
    static func read(
        _ rows: [Int], of shard: DatasetListing.Shard, at place: Int
    ) throws(TableError) -> [Picture] {
        guard let path = shard.metadata else { return [] }
        let reader = try ParquetReader(path: path)
        let names = [
            "key", "url", "caption", "width", "height", "original_width", "original_height", "bytes",
        ]
        let columns = names.compactMap { name in
            reader.schema.fields.lastIndex { $0.name == name }.map { ColumnChoice(column: $0, name: name) }
        }
        guard !columns.isEmpty else { return [] }
        var pictures: [Picture] = []
        var (first, left) = (0, rows[...])
        for (group, count) in reader.rowGroupRows.enumerated() {
            let inGroup = left.prefix { $0 < first + count }
            if !inGroup.isEmpty {
                try reader.start(atRowGroup: group, batchRows: batchRows, columns: columns)
                var (start, wanted) = (first, inGroup)
                while !wanted.isEmpty, let batch = try reader.next() {
                    let inBatch = wanted.prefix { $0 < start + batch.rowCount }
                    if !inBatch.isEmpty {
                        let cells = columns.reduce(into: [:]) { $0[$1.name] = batch.text($1.name, wholeNumbers: true) }
                        for row in inBatch {
                            pictures.append(picture(cells, row - start, Place(shard: place, row: row), shard.name))
                        }
                    }
                    wanted = wanted.dropFirst(inBatch.count)
                    start += batch.rowCount
                }
            }
            left = left.dropFirst(inGroup.count)
            first += count
        }
        return pictures
    }

    private static func picture(
        _ cells: [String: TextColumn], _ row: Int, _ place: Place, _ shard: String
    ) -> Picture {
        func text(_ name: String, _ most: Int) -> String {
            cells[name]?.withBytes(row) { bytes in
                String(decoding: bytes.prefix(most), as: UTF8.self) + (bytes.count > most ? "…" : "")
            } ?? ""
        }
        func number(_ name: String) -> Int? {
            cells[name]?.string(row).flatMap { Int($0) ?? Double($0).flatMap { Int(exactly: $0.rounded()) } }
        }
        var picture = Picture(place: place)
        picture.key = text("key", mostKeyBytes)
        picture.url = text("url", mostURLBytes)
        picture.caption = text("caption", mostCaptionBytes)
        picture.width = number("original_width") ?? number("width")
        picture.height = number("original_height") ?? number("height")
        picture.bytes = number("bytes")
        picture.shard = shard
        return picture
    }
}
