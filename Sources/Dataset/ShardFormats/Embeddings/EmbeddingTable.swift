// The rows of a shard's table as they stand beside embeddings.

internal import DatasetModel
package import Tables

/// Which columns of a shard's table go to the metadata of embeddings, and in which order.
package enum EmbeddingTable {
    /// `key`, `caption` and `url` first.
    package static func ordered(_ names: [String]) -> [String] {
        let first = ["key", "caption", "url"].filter { names.contains($0) }
        return first + names.filter { !first.contains($0) }
    }

    /// Images of the parquet format, and records, which are images of its other form, are no metadata.
    package static func isMetadata(_ field: ColumnField) -> Bool {
        !field.typeName.hasSuffix("binary") && !field.typeName.hasPrefix("struct<bytes")
    }

    /// All rows of a table with its columns in order; the key has clip-retrieval's name.
    ///
    /// - Parameter computed: columns that are left out.
    static func batch(of path: String, without computed: Set<String>) throws(TableError) -> ColumnBatch {
        let reader = try ParquetReader(path: path)
        let schema = reader.schema
        let names = schema.fields.filter { isMetadata($0) && !computed.contains($0.name) }.map(\.name)
        let choices = ordered(names).compactMap { name in
            schema.index(of: name).map { ColumnChoice(column: $0, name: name == "key" ? ScoreColumns.key : name) }
        }
        var batches: [ColumnBatch] = []
        if !reader.rowGroupRows.isEmpty {
            try reader.start(atRowGroup: 0, batchRows: 10_000, columns: choices)
            while let batch = try reader.next() { batches.append(batch) }
        }
        return batches.isEmpty ? try ColumnBatch(rowCount: 0, columns: []) : try ColumnBatch.concatenate(batches)
    }
}
