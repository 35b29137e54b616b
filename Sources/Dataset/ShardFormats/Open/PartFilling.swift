// Whether another row fits in a part of a shard.

internal import DatasetFolder
internal import DatasetModel

/// How much of `--max-shard-size` a part has used.
struct PartFilling {
    /// Of rows of an earlier start, whose columns from the list are not looked up again.
    private static let usualMetadataBytes = 1024

    private let size: PartSize
    /// What the metadata takes where it lies in the data file, and what is in the data and not in its `endOffset`.
    private var tableBytes: Int

    /// nil where parts may have any size.
    init?(_ settings: ShardSettings, left: LeftShard?) {
        guard let size = PartSize(settings) else { return nil }
        self.size = size
        tableBytes = left.map { size.keptBytes($0.stored) } ?? 0
        for record in left?.records ?? [] {
            tableBytes += size.tableBytes(metadata: Self.usualMetadataBytes, record)
        }
    }

    /// Whether a row fits behind what is in the data, which always has room for one sample; it is counted then.
    ///
    /// - Parameters:
    ///   - metadata: bytes of the row as JSON.
    ///   - sample: nil for a failure.
    mutating func takes(_ record: SampleRecord, metadata: Int, sample: Sample?, in data: OpenData) -> Bool {
        let added = size.tableBytes(metadata: metadata, record)
        let end = data.endOffset + (sample.map { size.bytes(of: $0) } ?? 0)
        guard data.samples.isEmpty || size.whole(end, tableBytes: tableBytes + added) <= size.limit else {
            return false
        }
        tableBytes += added
        return true
    }
}
