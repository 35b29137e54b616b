// A shard's data while it is written: it stays when its writer goes, for the next start to go on with.

internal import Checksums
internal import Glibc

/// A file that is appended to. Dropping it closes it and leaves it as it is.
struct DataFile: ~Copyable {
    /// At the end of the file. Closed by `finish()` or `deinit`.
    let descriptor: Int32
    /// Owned: freed by `finish()` or `deinit`. A C string, because `discard` wants trivial properties.
    private let path: UnsafeMutablePointer<CChar>

    /// Opens the file, makes it where it is missing, and cuts off what is behind `endOffset`.
    ///
    /// - Throws: `io` when the file is shorter than that, or no plain file; `diskFull`, `permission`, `notAFolder`.
    init(path: String, endOffset: Int) throws(ShardError) {
        let descriptor = try PlainFile.open(path, O_RDWR | O_CREAT, doing: "create")
        guard let copy = strdup(path) else { fatalError("out of memory") }
        var status = stat()
        var failure: ShardError?
        func fail() { failure = ShardError(system: errno, doing: "go on with", path: path) }
        if fstat(descriptor, &status) != 0 {
            fail()
        } else if status.st_size < endOffset {
            // As it is: made longer, its end would be zeros that nobody wrote.
            failure = ShardError(.io, "\(path) is shorter than it was")
        } else if ftruncate(descriptor, endOffset) != 0 || lseek(descriptor, endOffset, SEEK_SET) < 0 {
            fail()
        }
        if let failure {
            free(copy)
            close(descriptor)
            throw failure
        }
        self.descriptor = descriptor
        self.path = copy
    }

    /// Starts writing a range to the disk without waiting for it.
    func startWriteBack(from: Int, to: Int) {
        // Linux begins to write dirty pages on this advice (mm/fadvise.c) and drops those that are clean; nobody
        // reads them soon. Only advice: a refusal changes nothing.
        _ = posix_fadvise(descriptor, from, to - from, POSIX_FADV_DONTNEED)
    }

    /// CRC-32C of bytes that the system has.
    ///
    /// - Throws: `io` when the file ends before `end`.
    func checksum(from start: Int, to end: Int) throws(ShardError) -> UInt32 {
        guard let checksum = Self.checksum(descriptor, from: start, to: end) else {
            throw ShardError(.io, "cannot read back \(String(cString: path)): \(String(cString: strerror(errno)))")
        }
        return checksum
    }

    /// CRC-32C of a part of an open file; nil when it cannot be read or ends before `end`.
    ///
    /// - Parameter earlier: the checksum of bytes that count as lying before it.
    static func checksum(
        _ descriptor: Int32, from start: Int, to end: Int, after earlier: UInt32 = 0
    ) -> UInt32? {
        withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 64) { block in
            var crc = earlier
            var position = start
            while position < end {
                let count = pread(descriptor, block.baseAddress, min(block.count, end - position), position)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return nil }
                crc = checksum_crc32c(crc, block.baseAddress, count)
                position += count
            }
            return crc
        }
    }

    /// Closes the file, complete.
    ///
    /// - Parameter syncs: whether it is on disk when this returns.
    /// - Returns: the file's size in bytes.
    consuming func finish(syncs: Bool) throws(ShardError) -> Int {
        var status = stat()
        var failure: Int32 = 0
        // EINVAL: what is there does not sync.
        if syncs && fsync(descriptor) != 0 && errno != EINVAL { failure = errno }
        if failure == 0 && fstat(descriptor, &status) != 0 { failure = errno }
        // NFS tells of a full disk here.
        if close(descriptor) != 0 && failure == 0 && errno != EINTR { failure = errno }
        let name = String(cString: path)
        free(path)
        discard self
        if failure != 0 { throw ShardError(system: failure, doing: "write", path: name) }
        return Int(status.st_size)
    }

    deinit {
        close(descriptor)
        free(path)
    }
}
