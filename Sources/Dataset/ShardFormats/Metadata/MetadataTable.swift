// A shard's `S.parquet`: one row for every URL, failures included.

package import DatasetFolder
package import DatasetModel
internal import Glibc
package import Tables

/// Joins a shard's rows of the URL list with their outcomes.
package enum MetadataTable {
    /// Rows of a parquet row group.
    static let rowsPerGroup = 10_000

    /// The table in list order: the input columns with their types, then `key`, `status`, `error_message`,
    /// `width`, `height`, `original_width`, `original_height`, and `exif`, the hash, the columns on fetches, the
    /// bucket and what models computed where they are asked for.
    ///
    /// - Parameter records: one for every row, in list order.
    package static func batch(
        rows: ColumnBatch, records: [SampleRecord], shard: ShardID, settings: ShardSettings
    ) throws(ShardError) -> ColumnBatch {
        let keys = ShardKeys(rows: rows, shard: shard, format: settings.keyFormat, column: settings.keySource)
        return try batch(rows: rows, records: records, keys: keys, shard: shard, settings: settings)
    }

    private static func batch(
        rows: ColumnBatch, records: [SampleRecord], keys: ShardKeys, shard: ShardID, settings: ShardSettings
    ) throws(ShardError) -> ColumnBatch {
        guard rows.rowCount == records.count else {
            throw ShardError(.table, "shard \(shard.number) has \(rows.rowCount) rows and \(records.count) results")
        }
        var columns = [
            NewColumn(
                name: "key",
                values: .text(records.map { keys.key($0.index)?.text })),
            NewColumn(name: "status", values: .text(records.map { $0.outcome.status.rawValue })),
            NewColumn(name: "error_message", values: .text(records.map { $0.outcome.message })),
            NewColumn(name: "width", values: .int32(records.map { pixels($0.width) })),
            NewColumn(name: "height", values: .int32(records.map { pixels($0.height) })),
            NewColumn(name: "original_width", values: .int32(records.map { pixels($0.originalWidth) })),
            NewColumn(name: "original_height", values: .int32(records.map { pixels($0.originalHeight) })),
        ]
        if settings.includesEXIF { columns.append(NewColumn(name: "exif", values: .text(records.map { $0.exif }))) }
        if let name = settings.hashName {
            columns.append(NewColumn(name: name, values: .text(records.map { $0.hash })))
        }
        if settings.hasFetchColumns {
            columns += FetchColumns.columns(of: records, tellsTimes: settings.format.order == .completion)
        }
        if settings.hasBucketColumn {
            columns.append(NewColumn(name: SampleRecord.bucketColumn, values: .text(records.map(\.bucket))))
        }
        columns += ComputedColumns.columns(of: records, settings.embedding?.scores ?? [])
        do {
            return try ownColumns(rows, settings).appending(columns)
        } catch {
            throw ShardError(.table, "the metadata of shard \(shard.number) cannot be made: \(error.detail)")
        }
    }

    /// The rows without a column of keys that is not among the dataset's.
    private static func ownColumns(_ rows: ColumnBatch, _ settings: ShardSettings) throws(TableError) -> ColumnBatch {
        guard let key = settings.keyColumn, !settings.columns.contains(key),
            let place = rows.schema.index(of: key), place == rows.schema.fields.count - 1
        else { return rows }
        return try rows.firstColumns(place)
    }

    /// Writes a complete parquet file, not yet synced; what is there after a failure is cut.
    static func write(_ batch: ColumnBatch, to path: String) throws(ShardError) {
        do {
            var writer = try ParquetWriter(path: path, schema: batch.schema, rowGroupRows: rowsPerGroup)
            try writer.write(batch)
            try writer.finish()
        } catch {
            throw Self.error(error, path: path)
        }
    }

    static func batch(_ contents: ShardContents) throws(ShardError) -> ColumnBatch {
        try batch(
            rows: contents.rows, records: contents.records, keys: contents.keys, shard: contents.plan.id,
            settings: contents.settings)
    }

    static func error(_ error: TableError, path: String) -> ShardError {
        switch error.category {
        case .diskFull: ShardError(system: ENOSPC, doing: "write", path: path)
        case .unwritable, .unreadable, .notFound: ShardError(.io, "cannot write \(path): \(error.detail)")
        default: ShardError(.table, "cannot write \(path): \(error.detail)")
        }
    }

    /// Calls tables for the file at `path`; what fails of them is a failure of the output.
    static func writing<R: ~Copyable>(
        _ path: String, _ body: @autoclosure () throws(TableError) -> R
    ) throws(ShardError) -> R {
        do {
            return try body()
        } catch {
            throw Self.error(error, path: path)
        }
    }

    private static func pixels(_ value: Int?) -> Int32? { value.map { Int32(clamping: $0) } }
}
