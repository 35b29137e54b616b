// How large a part of a shard becomes: known before a sample is written, so that no part is ever too large.

internal import DatasetFolder
internal import DatasetModel
internal import Ground

/// Counts bytes for `--max-shard-size`: exactly for tars and files, as an upper limit for the other formats.
struct PartSize {
    /// What a feature of a tf.train.Example takes beside its name and value, and a whole record beside its features.
    private static let featureBytes = 40
    private static let exampleBytes = 256
    /// Page headers, statistics and the columns that JSON has not, for each row of a parquet; and its footer.
    private static let tableRowBytes = 96
    private static let tableBytes = 64 << 10

    let limit: Int
    private let format: OutputFormat
    private let writesJSON: Bool
    private let writesCaptions: Bool

    /// nil where parts may have any size.
    init?(_ settings: ShardSettings) {
        guard let limit = settings.maximumShardBytes else { return nil }
        self.limit = limit
        format = settings.format.format
        writesJSON = settings.writesJSON
        writesCaptions = settings.writesCaptions
    }

    /// Bytes that a sample adds to the data.
    func bytes(of sample: Sample) -> Int {
        let captionBytes = writesCaptions ? sample.caption?.count ?? 0 : 0
        switch format {
        case .webdataset:
            return Self.member(sample.image.count) + (writesJSON ? Self.member(sample.json.count) : 0)
                + (writesCaptions ? Self.member(captionBytes) : 0)
        case .files: return sample.image.count + (writesJSON ? sample.json.count : 0) + captionBytes
        case .tfrecord:
            let lines = writesJSON ? sample.json.count { $0 == UInt8(ascii: "\n") } : 0
            return sample.image.count + captionBytes + Self.exampleBytes
                + (writesJSON ? sample.json.count + lines * Self.featureBytes : 0)
        case .parquet: return sample.image.count + ImageSpool.headerBytes
        case .dummy: return 0
        }
    }

    /// Bytes that a row adds beside its image where the metadata lies in the data file.
    ///
    /// - Parameter metadata: bytes of the row as JSON, its columns from the list at least.
    func tableBytes(metadata: Int, _ record: SampleRecord) -> Int {
        guard format == .parquet else { return 0 }
        let texts = [
            record.exif, record.hash, record.fetch?.finalURL, record.fetch?.mime, record.outcome.message,
            record.outcome.category,
        ]
        return texts.reduce(metadata + Self.tableRowBytes) { $0 + ($1?.utf8.count ?? 0) }
    }

    /// Bytes that lie in the data of an earlier start and are not in its `endOffset`.
    func keptBytes(_ stored: [StoredRow]) -> Int {
        format == .files ? stored.reduce(0) { $0 + $1.sample.byteCount } : 0
    }

    /// Bytes of the finished data whose samples end at `endOffset`.
    func whole(_ endOffset: Int, tableBytes: Int) -> Int {
        switch format {
        // Two empty blocks, filled up to a whole record.
        case .webdataset: (endOffset + 1024 + 10_239) / 10_240 * 10_240
        case .parquet: endOffset + tableBytes + Self.tableBytes
        // Files that an earlier start wrote are counted beside those since.
        case .files: endOffset + tableBytes
        case .tfrecord, .dummy: endOffset
        }
    }

    /// A tar's header and its data in blocks.
    private static func member(_ bytes: Int) -> Int { 512 + (bytes + 511) / 512 * 512 }
}
