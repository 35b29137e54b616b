// A data file that samples are appended to, over several starts if need be.

internal import Glibc

/// A file that grows at its end. Dropping it before `finish` or `leave` closes and removes it.
struct AppendedFile: ~Copyable {
    /// Written data is handed to the disk in steps of this, so that the sync at the end has little left to do.
    private static let writeBackBytes = 16 << 20

    private let descriptor: Int32
    /// Owned: freed with the value. A C string, because `discard` wants trivial properties.
    private let path: UnsafeMutablePointer<CChar>
    private(set) var endOffset: Int
    private var handedToDisk: Int

    /// Creates the file, or cuts the one that is there to `kept` bytes and goes on behind them.
    ///
    /// - Throws: `io` when fewer bytes are there.
    init(path: String, kept: Int) throws(ShardError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw ShardError(system: errno, doing: "create", path: path) }
        var failure: ShardError?
        var status = stat()
        if fstat(descriptor, &status) != 0 {
            failure = ShardError(system: errno, doing: "open", path: path)
        } else if status.st_size < kept {
            failure = ShardError(.io, "\(path) has fewer bytes than were written to it")
        } else if status.st_mode & S_IFMT == S_IFREG,
            ftruncate(descriptor, kept) != 0 || lseek(descriptor, kept, SEEK_SET) != kept
        {
            failure = ShardError(system: errno, doing: "cut", path: path)
        }
        if let failure {
            close(descriptor)
            throw failure
        }
        guard let copy = strdup(path) else { fatalError("out of memory") }
        self.descriptor = descriptor
        self.path = copy
        endOffset = kept
        handedToDisk = kept
    }

    /// Appends; after an error the file ends anywhere.
    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(ShardError) {
        try writeAll(bytes, to: descriptor, path: String(cString: path))
        endOffset += bytes.count
        if endOffset - handedToDisk >= Self.writeBackBytes {
            // Linux begins to write dirty pages on this advice (mm/fadvise.c). Only advice.
            _ = posix_fadvise(descriptor, handedToDisk, endOffset - handedToDisk, POSIX_FADV_DONTNEED)
            handedToDisk = endOffset
        }
    }

    /// Closes the file and keeps it.
    ///
    /// - Parameter syncs: whether it is on the disk when this returns.
    /// - Returns: bytes of the file.
    consuming func finish(syncs: Bool) throws(ShardError) -> Int {
        var failure: Int32 = 0
        if syncs && fsync(descriptor) != 0 && errno != EINVAL { failure = errno }  // EINVAL: no file to sync
        // NFS tells of a full disk here.
        if close(descriptor) != 0 && failure == 0 && errno != EINTR { failure = errno }
        let (name, bytes) = (String(cString: path), endOffset)
        if failure != 0 { unlink(path) }
        free(path)
        discard self
        if failure != 0 { throw ShardError(system: failure, doing: "write", path: name) }
        return bytes
    }

    /// Closes the file as it is.
    consuming func leave() {
        close(descriptor)
        free(path)
        discard self
    }

    deinit {
        close(descriptor)
        unlink(path)
        free(path)
    }
}
