// The columns of a part's metadata: those of its shards' tables.

internal import DatasetFolder
internal import DatasetModel
internal import Ground
internal import ShardFormats
internal import Tables

/// Which columns all shards of a part have with one type. The others are written as text: tables of img2dataset give a
/// column without a value no type.
struct PartColumns {
    private let alike: [String]
    private let differing: [String]

    /// - Parameters:
    ///   - dataset: of the shards.
    ///   - computed: columns that are computed, and left out of what the list had.
    init(
        _ shards: [DatasetListing.Shard], of dataset: TypedDataset, without computed: Set<String>
    ) throws(CommandFailure) {
        var types: [String: Set<String>] = [:]
        var counts: [String: Int] = [:]
        var order: [String] = []
        for shard in shards {
            for field in try Self.fields(of: shard, in: dataset) where !computed.contains(field.name) {
                if types[field.name] == nil { order.append(field.name) }
                types[field.name, default: []].insert(field.typeName)
                counts[field.name, default: 0] += 1
            }
        }
        let names = EmbeddingTable.ordered(order)
        let isAlike = { (name: String) in
            types[name]?.count == 1 && counts[name] == shards.count && types[name] != ["null"]
        }
        alike = names.filter(isAlike)
        differing = names.filter { !isAlike($0) }
    }

    func has(_ name: String) -> Bool { alike.contains(name) || differing.contains(name) }

    static func path(of shard: DatasetListing.Shard) throws(CommandFailure) -> String {
        guard let path = shard.metadata else {
            throw CommandFailure(.command, "shard \(shard.name) has no table \(shard.name).parquet")
        }
        return path
    }

    private static func fields(
        of shard: DatasetListing.Shard, in dataset: TypedDataset
    ) throws(CommandFailure) -> [ColumnField] {
        let path = try path(of: shard)
        let fields: [ColumnField]
        do throws(TableError) {
            fields = try ParquetReader(path: path).schema.fields
        } catch {
            throw CommandFailure(
                .command, "\(path): \(error.detail)\n  to see what is whole: \(dataset.command("verify"))")
        }
        guard fields.contains(where: { $0.name == "key" }), fields.contains(where: { $0.name == "status" }) else {
            throw CommandFailure(.command, "\(path) has no columns \"key\" and \"status\": it is no dataset's table")
        }
        return fields.filter(EmbeddingTable.isMetadata)
    }

    /// A shard's rows with these columns, `image_path` first.
    func table(of shard: DatasetListing.Shard) throws(CommandFailure) -> ColumnBatch {
        let path = try Self.path(of: shard)
        do throws(TableError) {
            let reader = try ParquetReader(path: path)
            let schema = reader.schema
            var choices: [ColumnChoice] = []
            for name in alike {
                if let place = schema.index(of: name) {
                    choices.append(ColumnChoice(column: place, name: name == "key" ? ScoreColumns.key : name))
                }
            }
            for name in differing {
                if let place = schema.index(of: name) { choices.append(ColumnChoice(column: place, name: name)) }
            }
            var batches: [ColumnBatch] = []
            if !reader.rowGroupRows.isEmpty {
                try reader.start(atRowGroup: 0, batchRows: 10_000, columns: choices)
                while let batch = try reader.next() { batches.append(batch) }
            }
            guard !batches.isEmpty else { return try ColumnBatch(rowCount: 0, columns: []) }
            let all = try ColumnBatch.concatenate(batches)
            let keys = all.text(ScoreColumns.key) ?? all.text("key")
            let first = try all.firstColumns(alike.count)
            var texts = [NewColumn(name: "key", values: .text((0..<all.rowCount).map { keys?.string($0) }))]
            if !alike.contains("key") { texts = [] }
            for name in differing {
                let column = all.text(name)
                texts.append(NewColumn(name: name, values: .text((0..<all.rowCount).map { column?.string($0) })))
            }
            return try first.appending(texts)
        } catch {
            throw CommandFailure(.run, "\(path): \(error.detail)")
        }
    }
}
