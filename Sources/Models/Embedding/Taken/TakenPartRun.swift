// One part whose embeddings were made before: its tables are read, no image and no model.

internal import DatasetFolder
internal import DatasetModel
internal import Ground
internal import Tables

/// Makes a part's files of rows that are there already.
struct TakenPartRun {
    let part: EmbeddingPart
    let taken: TakenEmbeddings
    let columns: PartColumns

    /// - Parameter progress: called with the images that are done.
    func run(_ files: PartFiles, _ progress: (Int) -> Void) throws(CommandFailure) -> PartCounts {
        var writer = try PartWriter(files, imageWidth: taken.imageWidth, textWidth: taken.textWidth)
        var counts = PartCounts()
        for shard in part.shards {
            let table = try columns.table(of: shard)
            let statuses = table.text("status")
            let keys = TakenKey.all(of: table)
            var rows: [Int] = []
            for row in 0..<table.rowCount where statuses?.string(row) == "success" {
                guard let place = taken.place(keys[row]) else {
                    counts.missing += 1
                    continue
                }
                let vectors = taken.vectors(at: place)
                try writer.append(images: vectors.image, texts: vectors.text)
                rows.append(row)
            }
            progress(rows.count)
            guard !rows.isEmpty else { continue }
            try writer.append(metadata: Self.taking(rows, of: table))
        }
        counts.rows = writer.rows
        try writer.finish()
        return counts
    }

    private static func taking(_ rows: [Int], of table: ColumnBatch) throws(CommandFailure) -> ColumnBatch {
        do throws(TableError) { return try table.taking(rows) } catch {
            throw CommandFailure(.run, "the metadata cannot be made: \(error.detail)")
        }
    }
}
