// A finished shard's samples against the checksums of their bytes as they were written.

internal import Checksums
internal import Glibc

/// The checksums of one shard. One thread at a time.
package final class ChecksumCheck {
    private let samples: [Int: SampleChecksum]
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
