// By what a finished shard's own files are known, and the rows of the list that it was made of.

internal import Checksums
package import Files

/// What is remembered of a finished shard beside its samples: the head of its file of checksums.
package struct ShardRecord: Hashable, Sendable {
    /// Magic, flags, the rows, length and checksum of table and stats, and the checksum of all these.
    static let headBytes = 44
    static let magic = Array("i2s-crc2".utf8)
    private static let hasRows: UInt32 = 1
    private static let hasTable: UInt32 = 2

    /// Of all rows of the shard, those of its other parts among them; nil for a bucket's share of a shard.
    package let rows: RowsDigest?
    /// Of `S.parquet`; nil for a format without tables.
    package let table: FileChecksum?
    /// Of `S_stats.json`.
    package let stats: FileChecksum

    package init(rows: RowsDigest?, table: FileChecksum?, stats: FileChecksum) {
        self.rows = rows
        self.table = table
        self.stats = stats
    }

    /// The first bytes of the file.
    var bytes: [UInt8] {
        var text = [UInt8]()
        text += Self.magic
        text.appendFixed((rows == nil ? 0 : Self.hasRows) | (table == nil ? 0 : Self.hasTable))
        text.appendFixed(rows?.value ?? 0)
        for file in [table, stats] {
            text.appendFixed(UInt64(file?.byteCount ?? 0))
            text.appendFixed(file?.checksum ?? 0)
        }
        text.appendFixed(FileChecksum(text).checksum)
        return text
    }

    /// nil when the bytes do not begin as such a file does, or are damaged.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.headBytes, bytes.starts(with: Self.magic) else { return nil }
        func word(_ place: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
        }
        func file(_ place: Int) -> FileChecksum? {
            Int(exactly: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
                .map { FileChecksum(byteCount: $0, checksum: word(place + 8)) }
        }
        let end = Self.headBytes - 4
        guard checksum_crc32c(0, bytes.baseAddress, end) == word(end), let table = file(16), let stats = file(28)
        else { return nil }
        let flags = word(8)
        rows = flags & Self.hasRows == 0 ? nil : RowsDigest(value: word(12))
        self.table = flags & Self.hasTable == 0 ? nil : table
        self.stats = stats
    }

    /// Reads the record of a shard; nil where there is none that can be trusted, as for shards of older versions.
    static func read(_ path: String) -> ShardRecord? {
        var head = [UInt8](repeating: 0, count: headBytes)
        // What cannot be read is ignored here; `verify` reports it.
        guard let file = try? InputFile(path: path) else { return nil }
        let isRead = head.withUnsafeMutableBytes { (try? file.read($0, at: 0)) != nil }
        return isRead ? head.withUnsafeBytes { ShardRecord($0) } : nil
    }
}
