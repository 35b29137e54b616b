// The data of an open shard: samples appended, and where each of them lies.

internal import DatasetFolder
internal import DatasetModel

/// Appends samples by the format's writer, and keeps account of them.
struct OpenData {
    let writer: any ShardWriter
    private let hasData: Bool
    /// Whether a sample is a range of the data file, or files of its own.
    private let isOneFile: Bool
    /// Where the last sample ends in the data file.
    private(set) var endOffset: Int
    /// Where each row's sample lies in the open data.
    private(set) var ranges: [Range<Int>?]
    /// Every sample of the open data that the journal has.
    private(set) var samples: [StoredRow]

    /// - Parameters:
    ///   - hasData: whether the open shard has a file or folder for its samples.
    ///   - left: what an earlier start left of this part.
    init(_ settings: ShardSettings, hasData: Bool, rowCount: Int, left: LeftShard?) {
        writer = settings.format.makeWriter(settings)
        self.hasData = hasData
        isOneFile = settings.format.layout == .file
        endOffset = left?.kept.endOffset ?? 0
        ranges = Array(repeating: nil, count: rowCount)
        samples = left?.stored ?? []
        for stored in samples { ranges[stored.row] = stored.sample.offset..<stored.sample.endOffset }
    }

    /// Writes a sample and hands it to the system: the journal never refers to bytes that only this process has.
    ///
    /// - Returns: what the journal records of it; nil for a format without data.
    mutating func append(_ sample: Sample) throws(ShardError) -> StoredSample? {
        let start = endOffset
        let written = try writer.write(sample)
        try writer.flush()
        guard hasData else { return nil }
        endOffset = written.endOffset
        return StoredSample(
            key: sample.key, imageExtension: sample.imageExtension, offset: isOneFile ? start : 0,
            byteCount: endOffset - start, checksum: written.checksum)
    }

    /// Takes account of a sample that was written last and is in the journal now.
    mutating func keep(_ stored: StoredSample, row: Int) {
        ranges[row] = (endOffset - stored.byteCount)..<endOffset
        samples.append(StoredRow(row: row, sample: stored))
    }
}
