// `.img2shards/checksums/S`: by what `verify` knows the bytes of a finished shard.

internal import Checksums
internal import Files

/// The checksums of a shard's table and stats, and of its samples in the order of its data.
///
/// The file: a `ShardRecord`; 20 bytes for each sample, which are row, length and CRC-32C as little-endian words
/// and eight bytes of extension; then the CRC-32C of all before it. Older versions wrote eight bytes of magic in the
/// record's place.
package struct ShardChecksums: Hashable, Sendable {
    private static let magicOfOlder = Array("i2s-crc1".utf8)
    private static let entryBytes = 20
    /// Of a shard with fifty million images.
    private static let maximumFileBytes = 1 << 30

    /// The folder inside the dataset's.
    package static let folder = DatasetFolder.stateName + "/checksums"

    package let samples: [SampleChecksum]
    /// nil in files of older versions.
    package let record: ShardRecord?

    /// - Parameters:
    ///   - stored: samples as they lie in the open data, in any order.
    ///   - format: says how they lie in the finished data.
    package init(_ stored: [StoredRow], format: some FolderFormat, record: ShardRecord?) {
        self.record = record
        let isInListOrder = format.isComposed || format.layout == .folder
        let ordered = isInListOrder ? stored.sorted { $0.row < $1.row } : stored
        samples = ordered.map { row in
            SampleChecksum(
                row: row.row, offset: 0, byteCount: row.sample.byteCount, checksum: row.sample.checksum,
                imageExtension: row.sample.imageExtension)
        }
    }

    /// The file's bytes.
    package var bytes: [UInt8] {
        var text: [UInt8] = []
        text += record?.bytes ?? Self.magicOfOlder
        for sample in samples {
            text.appendFixed(UInt32(clamping: sample.row))
            text.appendFixed(UInt32(clamping: sample.byteCount))
            text.appendFixed(sample.checksum)
            text += SampleChecksum.padded(sample.imageExtension)
        }
        text.appendFixed(text.withUnsafeBytes { checksum_crc32c(0, $0.baseAddress, $0.count) })
        return text
    }

    /// Bytes of a shard's data where it is one file of nothing but samples; nil without checksums that can be read.
    package static func dataBytes(path: String) -> Int? {
        // A damaged file is reported by `verify`; here it is ignored.
        guard let checksums = try? ShardChecksums(path: path, isOneFile: true) else { return nil }
        return checksums.samples.last.map { $0.offset + $0.byteCount } ?? 0
    }

    /// Reads a shard's file; nil when there is none, as for shards of older versions and of img2dataset.
    ///
    /// - Parameter isOneFile: whether the samples lie one behind the other in a data file, from its start.
    /// - Throws: `damagedState` when it is not as it was written; `io`, `permission`.
    package init?(path: String, isOneFile: Bool) throws(ShardError) {
        let read = try asShardError(SmallFile.read(path, maximumBytes: Self.maximumFileBytes))
        guard let bytes = read else { return nil }
        let content = bytes.count - 4
        let record = bytes.withUnsafeBytes { ShardRecord($0) }
        let head = record == nil ? Self.magicOfOlder.count : ShardRecord.headBytes
        let isWhole = bytes.withUnsafeBytes { bytes in
            content >= head && (content - head) % Self.entryBytes == 0
                && (record != nil || bytes.starts(with: Self.magicOfOlder))
                && checksum_crc32c(0, bytes.baseAddress, content)
                    == UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: content, as: UInt32.self))
        }
        guard isWhole else { throw ShardError(.damagedState, "the checksums in \(path) are damaged") }
        self.record = record
        var offset = 0
        samples = bytes.withUnsafeBytes { bytes in
            stride(from: head, to: content, by: Self.entryBytes).map { start in
                func word(_ place: Int) -> UInt32 {
                    UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start + place, as: UInt32.self))
                }
                let byteCount = Int(word(4))
                let name = bytes[(start + 12)..<(start + Self.entryBytes)].prefix { $0 != 0 }
                defer { offset += byteCount }
                return SampleChecksum(
                    row: Int(word(0)), offset: isOneFile ? offset : 0, byteCount: byteCount, checksum: word(8),
                    imageExtension: String(decoding: name, as: UTF8.self))
            }
        }
    }
}
