// A finished shard's samples against the checksums of their bytes as they were written.

internal import Checksums
internal import Glibc

/// The checksums of one shard. One thread at a time.
package final class ChecksumCheck {
    private let samples: [Int: SampleChecksum]
    /// Of the shard's table, stats and rows; nil for shards of older versions.
    package let record: ShardRecord?
    /// Where the last sample ends in the data file.
    private let endOffset: Int
    /// Whether nothing but zeros follows there, as in a tar, instead of nothing.
    private let endsInZeros: Bool
    /// The data file; -1 where samples lie in none of their own. Closed here.
    private let descriptor: Int32
    /// Whether a sample is an image behind its extension, as `ImageSpool` writes them.
    private let isSpooled: Bool

    /// nil for a shard without checksums: one of an older version, or of img2dataset.
    ///
    /// - Throws: `damagedState` when they cannot be trusted; `io`, `permission`.
    package init?(_ shard: DatasetListing.Shard) throws(ShardError) {
        let isOneFile = shard.data != nil && shard.dataSuffix != ""
        guard let read = try ShardChecksums(path: shard.checksumsPath, isOneFile: isOneFile) else { return nil }
        samples = Dictionary(read.samples.map { ($0.row, $0) }, uniquingKeysWith: { first, _ in first })
        record = read.record
        endOffset = read.samples.last.map { $0.offset + $0.byteCount } ?? 0
        endsInZeros = shard.dataSuffix == "tar"
        isSpooled = shard.data == nil
        guard isOneFile, let data = shard.data else {
            descriptor = -1
            return
        }
        descriptor = open(data, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ShardError(system: errno, doing: "read", path: data) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Samples with a checksum.
    package var count: Int { samples.count }

    /// Whether nothing lies behind the last sample in the data file but what ends it.
    package var endsAsWritten: Bool {
        guard descriptor >= 0 else { return true }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        let size = Int(status.st_size)
        guard endsInZeros else { return size == endOffset }
        var block = [UInt8](repeating: 0, count: 64 << 10)
        var position = endOffset
        while position < size {
            let count = pread(descriptor, &block, min(block.count, size - position), position)
            if count < 0 && errno == EINTR { continue }
            guard count > 0, block[..<count].allSatisfy({ $0 == 0 }) else { return false }
            position += count
        }
        return true
    }

    /// Whether the sample of a row has the bytes that were written.
    package func isWritten(_ sample: SampleContents, row: Int) -> Bool {
        guard let known = samples[row] else { return false }
        if descriptor >= 0 {
            return DataFile.checksum(descriptor, from: known.offset, to: known.offset + known.byteCount)
                == known.checksum
        }
        var checksum: UInt32 = 0
        var byteCount = 0
        func add(_ bytes: [UInt8]) {
            checksum = bytes.withUnsafeBytes { checksum_crc32c(checksum, $0.baseAddress, $0.count) }
            byteCount += bytes.count
        }
        if isSpooled { add(ImageSpool.header(known.imageExtension)) }
        for member in sample.members { add(member.bytes) }
        return byteCount == known.byteCount && checksum == known.checksum
    }
}
