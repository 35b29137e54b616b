// Rows of a table into the index.

internal import CaptionIndex
internal import DatasetFolder
internal import ShardFormats
internal import Tables

/// Reads one part.
struct PartIndexing {
    let part: CollectionPart
    let number: Int

    private enum Pictures {
        case none
        case placed([String: PicturePlace])
        /// By their keys, when they are shown.
        case lookedUp
    }

    private static let batchRows = 4096
    /// Longer captions are cut, so that a page of 60 stays small.
    private static let mostCaptionBytes = 16 << 10
    private static let mostURLBytes = 8 << 10

    /// Gives the rows that have an image to `add`, in the table's order.
    ///
    /// - Parameter goesOn: asked before each batch; false ends it.
    /// - Returns: why pictures cannot be shown although there should be some; nil where all is well.
    /// - Throws: `IndexError`, `TableError`.
    func read(_ add: (IndexedImage) throws(IndexError) -> Void, _ goesOn: () -> Bool) throws -> String? {
        var pictures = Pictures.none
        var problem: String?
        if let shard = part.shard {
            do throws(ShardError) {
                pictures =
                    try PicturePlaces.read(shard).map(Pictures.placed) ?? (shard.dataBytes > 0 ? .lookedUp : .none)
            } catch {
                problem = error.message
            }
        }
        let reader = try ParquetReader(path: part.table)
        let choices = TableColumns(reader.schema).choices
        guard !choices.isEmpty, reader.rowCount > 0 else { return problem }
        try reader.start(atRowGroup: 0, batchRows: Self.batchRows, columns: choices)
        var row = 0
        while let batch = try reader.next() {
            guard goesOn() else { throw IndexError(.stopped, "stopped") }
            let cells = BatchCells(batch)
            for place in 0..<batch.rowCount {
                defer { row += 1 }
                // Rows of tables alone are counted as they stand: embeddings beside them have a row for each.
                if part.shard != nil, let status = cells.text(.status, place), status != "success" { continue }
                try add(image(cells, place, row, pictures))
            }
        }
        return problem
    }

    private func image(
        _ cells: BatchCells, _ place: Int, _ row: Int, _ pictures: Pictures
    ) -> IndexedImage {
        var image = IndexedImage(part: number, row: row)
        image.key = cells.text(.key, place)
        image.url = cells.text(.url, place).map { Self.cut($0, Self.mostURLBytes) }
        image.caption = cells.text(.caption, place).map { Self.cut($0, Self.mostCaptionBytes) }
        image.width = cells.number(.width, place).flatMap(Self.pixels)
        image.height = cells.number(.height, place).flatMap(Self.pixels)
        image.similarity = cells.number(.similarity, place)
        image.aesthetic = cells.number(.aesthetic, place)
        image.licence = cells.text(.licence, place).map { Self.cut($0, 200) }
        image.nsfwScore = cells.number(.nsfwScore, place)
        image.nsfwTag = cells.text(.nsfwTag, place).flatMap { NSFWTag($0) }
        switch pictures {
        case .none: break
        case .placed(let places): image.picture = image.key.flatMap { places[$0] }
        case .lookedUp: image.picture = PicturePlace(bytes: nil, suffix: "")
        }
        return image
    }

    private static func pixels(_ number: Double) -> Int? { (0...1e9).contains(number) ? Int(number) : nil }

    private static func cut(_ text: String, _ most: Int) -> String {
        guard text.utf8.count > most else { return text }
        // Half a character at the end becomes a replacement character.
        return String(decoding: text.utf8.prefix(most), as: UTF8.self)
    }
}

/// Columns of a batch as text.
private struct BatchCells {
    private let columns: [TableColumns.Meaning: TextColumn]

    init(_ batch: ColumnBatch) {
        var columns: [TableColumns.Meaning: TextColumn] = [:]
        for meaning in TableColumns.Meaning.allCases { columns[meaning] = batch.text(meaning.rawValue) }
        self.columns = columns
    }

    func text(_ meaning: TableColumns.Meaning, _ row: Int) -> String? { columns[meaning]?.string(row) }

    func number(_ meaning: TableColumns.Meaning, _ row: Int) -> Double? {
        text(meaning, row).flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
    }
}
