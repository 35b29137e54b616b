// A journal read back from its file: record after record, up to the first that is not whole.

internal import Glibc

/// Streams the records of one journal in bounded memory. Used by one thread.
struct JournalReader: ~Copyable {
    private static let blockBytes = 256 << 10

    private let descriptor: Int32
    private let fileBytes: Int
    /// Bytes of the file from `blockStart` on.
    private var block: [UInt8] = []
    private var blockStart = 0
    /// End of the last whole record, in bytes from the start of the file: what is behind is to be cut off.
    private(set) var wholeBytes = 0

    /// nil when there is no such plain file, or it cannot be read: then there is no journal.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        fileBytes = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// The first record; nil when it is not that of a journal. Call first, once.
    mutating func header() -> JournalHeader? {
        next { content throws(JournalDamage) in
            var fields = JournalFields(content)
            return try fields.header()
        }
    }

    /// The next entry; nil at the end, or where the bytes are no record.
    mutating func next() -> JournalEntry? {
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
        guard wholeBytes + count <= fileBytes else { return false }
        if wholeBytes + count <= blockStart + block.count { return true }
        block.removeFirst(wholeBytes - blockStart)
        blockStart = wholeBytes
        var held = block.count
        let wanted = min(max(count, Self.blockBytes), fileBytes - blockStart)
        block.append(contentsOf: repeatElement(0, count: wanted - held))
        while held < wanted {
            let got = block.withUnsafeMutableBytes { bytes in
                pread(descriptor, bytes.baseAddress.map { $0 + held }, wanted - held, blockStart + held)
            }
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { break }
            held += got
        }
        block.removeLast(block.count - held)
        return held >= count
    }
}
