// A finished shard's samples against the checksums of their bytes as they were written.

internal import Checksums
package import DatasetFolder
internal import Files

/// The checksums of one shard. One thread at a time.
package final class ChecksumCheck {
    private let samples: [Int: SampleChecksum]
    /// Of the shard's table, stats and rows; nil for shards of older versions.
    package let record: ShardRecord?
    /// Where the last sample ends in the data file.
    private let endOffset: Int
    /// Whether nothing but zeros follows there, instead of nothing.
    private let endsInZeros: Bool
    /// The data file; nil where samples lie in none of their own.
    private let data: InputFile?
    private let dataBytes: Int
    private let isOneFile: Bool
    private let format: (any DataFormat)?

    /// nil for a shard without checksums: one of an older version, or of img2dataset.
    ///
    /// - Throws: `damagedState` when they cannot be trusted; `io`, `permission`.
    package init?(_ shard: DatasetListing.Shard) throws(ShardError) {
        format = shard.format
        let isOneFile = shard.data != nil && format?.isSequence == true
        guard let read = try ShardChecksums(path: shard.checksumsPath, isOneFile: isOneFile) else { return nil }
        samples = Dictionary(read.samples.map { ($0.row, $0) }, uniquingKeysWith: { first, _ in first })
        record = read.record
        endOffset = read.samples.last.map { $0.offset + $0.byteCount } ?? 0
        endsInZeros = format.map { $0.padding(after: 0) > 0 } ?? false
        self.isOneFile = isOneFile
        guard isOneFile, let data = shard.data else {
            self.data = nil
            dataBytes = 0
            return
        }
        let file = try asShardError(InputFile(path: data))
        dataBytes = file.byteCount
        self.data = consume file
    }

    /// Samples with a checksum.
    package var count: Int { samples.count }

    /// Whether nothing lies behind the last sample in the data file but what ends it.
    package var endsAsWritten: Bool {
        guard isOneFile else { return true }
        guard endsInZeros else { return dataBytes == endOffset }
        var position = endOffset
        while position < dataBytes {
            var block = [UInt8](repeating: 0, count: min(64 << 10, dataBytes - position))
            // What cannot be read is not as it was written.
            let isRead = block.withUnsafeMutableBytes { (try? data?.read($0, at: position)) != nil }
            guard isRead, block.allSatisfy({ $0 == 0 }) else { return false }
            position += block.count
        }
        return true
    }

    /// Whether the sample of a row has the bytes that were written.
    package func isWritten(_ sample: SampleContents, row: Int) -> Bool {
        guard let known = samples[row] else { return false }
        if isOneFile {
            // What cannot be read is not as it was written.
            let end = known.offset + known.byteCount
            return (try? data?.checksum(from: known.offset, to: end)) == known.checksum
        }
        var checksum: UInt32 = 0
        var byteCount = 0
        for bytes in format?.checkedBytes(of: sample, imageExtension: known.imageExtension) ?? [] {
            checksum = bytes.withUnsafeBytes { checksum_crc32c(checksum, $0.baseAddress, $0.count) }
            byteCount += bytes.count
        }
        return byteCount == known.byteCount && checksum == known.checksum
    }
}
