// A shard's data while it is written: it stays when its writer is gone, so that the next start can resume it.

internal import Glibc

/// A file that is appended to. Dropping it closes it and leaves it as it is.
package struct DataFile: ~Copyable {
    /// At the end of the file, lent to a library that writes. Closed by `finish()` or `deinit`.
    package let descriptor: Int32
    /// Owned: freed by `finish()` or `deinit`. A C string, because `discard` wants trivial properties.
    private let path: UnsafeMutablePointer<CChar>

    /// Opens the file, makes it where it is missing, and cuts off what is behind `endOffset`.
    ///
    /// - Throws: `tooShort` when the file is shorter than that; `notPlain`; the system's reasons.
    package init(path: String, endOffset: Int) throws(FileError) {
        let (descriptor, byteCount) = try PlainFile.open(path, O_WRONLY | O_CREAT, doing: "create")
        var failure: FileError?
        if byteCount < endOffset {
            // As it is: made longer, its end would be zeros that nobody wrote.
            failure = FileError(.tooShort, doing: "resume", path: path)
        } else if SystemCalls.cut(descriptor, to: endOffset) != 0 || lseek(descriptor, endOffset, SEEK_SET) < 0 {
            failure = FileError("resume", path)
        }
        if let failure {
            SystemCalls.close(descriptor)
            throw failure
        }
        guard let copy = strdup(path) else { fatalError("out of memory") }
        self.descriptor = descriptor
        self.path = copy
    }

    /// Starts writing a range to the disk without waiting for it.
    package func startWriteBack(from: Int, to: Int) {
        // Linux begins to write dirty pages on this advice (mm/fadvise.c) and drops those that are clean; nobody
        // reads them soon. Only advice: a refusal changes nothing.
        _ = posix_fadvise(descriptor, from, to - from, POSIX_FADV_DONTNEED)
    }

    /// Closes the file, complete.
    ///
    /// - Parameter syncs: whether it is on disk when this returns.
    /// - Returns: the file's size in bytes.
    package consuming func finish(syncs: Bool) throws(FileError) -> Int {
        let outcome = FileEnding(descriptor, syncs: syncs)
        let name = String(cString: path)
        free(path)
        discard self
        return try outcome.byteCount(of: name)
    }

    deinit {
        SystemCalls.close(descriptor)
        free(path)
    }
}
