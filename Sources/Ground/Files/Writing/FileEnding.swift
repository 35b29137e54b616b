// The end of writing a file: on disk where that is asked for, and closed.

internal import Glibc

/// The result of both.
struct FileEnding {
    /// The system's error number; 0 for none.
    let failure: Int32
    private let byteCount: Int

    /// Syncs and closes.
    init(_ descriptor: Int32, syncs: Bool) {
        var status = stat()
        var failure: Int32 = 0
        // EINVAL: what is there does not sync, as a pipe.
        if syncs && SystemCalls.sync(descriptor) != 0 && errno != EINVAL { failure = errno }
        if failure == 0 && fstat(descriptor, &status) != 0 { failure = errno }
        // NFS reports a full disk here.
        if SystemCalls.close(descriptor) != 0 && failure == 0 { failure = errno }
        self.failure = failure
        byteCount = Int(status.st_size)
    }

    /// The file's size in bytes, or the failure.
    func byteCount(of path: String) throws(FileError) -> Int {
        guard failure == 0 else { throw FileError(.system(failure), doing: "write", path: path) }
        return byteCount
    }
}
