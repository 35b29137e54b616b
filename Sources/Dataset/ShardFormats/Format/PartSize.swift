// How large a part of a shard becomes: known before a sample is written, so that no part is ever too large.

internal import DatasetFolder
internal import DatasetModel

/// Counts bytes for `--max-shard-size`: as exactly as the format can tell, or as an upper limit.
struct PartSize {
    /// Page headers, statistics and the columns that JSON has not, for each row of a table; and its footer.
    private static let tableRowBytes = 96
    private static let tableBytes = 64 << 10

    let limit: Int
    private let settings: ShardSettings
    private let format: any DataFormat
    private let isTable: Bool
    private let isFolder: Bool

    /// nil where parts may have any size.
    init?(_ settings: ShardSettings) {
        guard let limit = settings.maximumShardBytes else { return nil }
        self.limit = limit
        self.settings = settings
        format = settings.format.definition
        isTable = format.table == .data
        isFolder = format.isFolder
    }

    /// Bytes that a sample adds to the data.
    func bytes(of sample: Sample) -> Int { format.byteCount(of: sample, settings) }

    /// Bytes that a row adds beside its image where the metadata lies in the data file.
    ///
    /// - Parameter metadata: bytes of the row as JSON, its columns from the list at least.
    func tableBytes(metadata: Int, _ record: SampleRecord) -> Int {
        guard isTable else { return 0 }
        let texts = [
            record.exif, record.hash, record.fetch?.finalURL, record.fetch?.mime, record.outcome.message,
            record.outcome.category,
        ]
        return texts.reduce(metadata + Self.tableRowBytes) { $0 + ($1?.utf8.count ?? 0) }
    }

    /// Bytes that lie in the data of an earlier start and are not in its `endOffset`.
    func keptBytes(_ stored: [StoredRow]) -> Int {
        isFolder ? stored.reduce(0) { $0 + $1.sample.byteCount } : 0
    }

    /// Bytes of the finished data whose samples end at `endOffset`.
    func whole(_ endOffset: Int, tableBytes: Int) -> Int {
        endOffset + format.padding(after: endOffset) + tableBytes + (isTable ? Self.tableBytes : 0)
    }
}
