// A journal read back from its file: record after record, up to the first that is not whole.

internal import Files

/// Streams the records of one journal in bounded memory. Used by one thread.
package struct JournalReader: ~Copyable {
    private static let blockBytes = 256 << 10

    private let file: InputFile
    /// Bytes of the file from `blockStart` on.
    private var block: [UInt8] = []
    private var blockStart = 0
    /// End of the last whole record, in bytes from the start of the file: what is behind is to be cut off.
    package private(set) var wholeBytes = 0

    /// nil when there is no such plain file, or it cannot be read: then there is no journal.
    package init?(path: String) {
        guard let file = try? InputFile(path: path, followsLinks: false) else { return nil }
        self.file = file
    }

    /// The first record; nil when it is not that of a journal. Call first, once.
    package mutating func header() -> JournalHeader? {
        next { content throws(JournalDamage) in
            var fields = JournalFields(content)
            return try fields.header()
        }
    }

    /// The next entry; nil at the end, or where the bytes are no record.
    package mutating func next() -> JournalEntry? {
        next { content throws(JournalDamage) in
            var fields = JournalFields(content)
            return try fields.entry()
        }
    }

    private mutating func next<R>(_ read: (UnsafeRawBufferPointer) throws(JournalDamage) -> R) -> R? {
        guard hold(JournalBytes.frameBytes) else { return nil }
        let from = wholeBytes - blockStart
        let content = block.withUnsafeBytes {
            Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: from, as: UInt32.self)))
        }
        guard content <= JournalBytes.maximumContentBytes, hold(JournalBytes.frameBytes + content) else { return nil }
        let start = wholeBytes - blockStart
        let value = block.withUnsafeBytes { bytes -> R? in
            let record = UnsafeRawBufferPointer(rebasing: bytes[start..<start + JournalBytes.frameBytes + content])
            let checksum = UInt32(littleEndian: record.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
            guard JournalBytes.checksum(of: record) == checksum else { return nil }
            // What is wrong with it does not matter: the journal ends here.
            return try? read(UnsafeRawBufferPointer(rebasing: record[JournalBytes.frameBytes...]))
        }
        if value != nil { wholeBytes += JournalBytes.frameBytes + content }
        return value
    }

    /// Makes `count` bytes from `wholeBytes` on lie in the block; false when the file has not as many.
    private mutating func hold(_ count: Int) -> Bool {
        guard wholeBytes + count <= file.byteCount else { return false }
        if wholeBytes + count <= blockStart + block.count { return true }
        block.removeFirst(wholeBytes - blockStart)
        blockStart = wholeBytes
        let held = block.count
        let wanted = min(max(count, Self.blockBytes), file.byteCount - blockStart)
        block.append(contentsOf: repeatElement(0, count: wanted - held))
        let got = block.withUnsafeMutableBytes { bytes in
            // What cannot be read is as good as cut off.
            (try? file.readUpTo(UnsafeMutableRawBufferPointer(rebasing: bytes[held...]), at: blockStart + held)) ?? 0
        }
        block.removeLast(wanted - held - got)
        return block.count >= count
    }
}
