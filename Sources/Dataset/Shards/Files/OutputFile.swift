// A file that exists only if it was completed.

internal import Glibc

/// A file being written under a temporary name. Dropping it before `finish()` closes and removes it.
struct OutputFile: ~Copyable {
    /// Closed by `finish()` or `deinit`.
    let descriptor: Int32
    /// Owned: freed by `finish()` or `deinit`. A C string, because `discard` wants trivial properties.
    private let path: UnsafeMutablePointer<CChar>

    /// Creates the file, or empties what is there under this name.
    init(path: String) throws(ShardError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw ShardError(system: errno, doing: "create", path: path) }
        guard let copy = strdup(path) else { fatalError("out of memory") }
        self.descriptor = descriptor
        self.path = copy
    }

    /// Writes all of `bytes`.
    func write(_ bytes: [UInt8]) throws(ShardError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw ShardError(system: errno, doing: "write", path: String(cString: path))
            }
            written += count
        }
    }

    /// Closes the file; it is complete, and unless told otherwise on disk, only when this returns, and removed when
    /// it throws.
    ///
    /// - Returns: the file's size in bytes.
    consuming func finish(syncs: Bool = true) throws(ShardError) -> Int {
        var status = stat()
        var failure: Int32 = 0
        if syncs && fsync(descriptor) != 0 && errno != EINVAL { failure = errno }  // EINVAL: no file to sync, as a pipe
        if failure == 0 && fstat(descriptor, &status) != 0 { failure = errno }
        // NFS tells of a full disk here.
        if close(descriptor) != 0 && failure == 0 && errno != EINTR { failure = errno }
        let name = String(cString: path)
        if failure != 0 { unlink(path) }
        free(path)
        discard self
        if failure != 0 { throw ShardError(system: failure, doing: "write", path: name) }
        return Int(status.st_size)
    }

    deinit {
        close(descriptor)
        unlink(path)
        free(path)
    }
}
