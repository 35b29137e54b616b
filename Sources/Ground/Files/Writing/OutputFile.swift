// A file that exists only if it was completed.

internal import Glibc

/// A file being written under a temporary name. Dropping it before `finish()` closes and removes it.
package struct OutputFile: ~Copyable {
    /// Closed by `finish()` or `deinit`.
    let descriptor: Int32
    /// Owned: freed by `finish()` or `deinit`. A C string, because `discard` wants trivial properties.
    private let path: UnsafeMutablePointer<CChar>

    /// Creates the file, or empties what is there under this name.
    package init(path: String) throws(FileError) {
        let descriptor = SystemCalls.open(path, O_WRONLY | O_CREAT | O_TRUNC)
        guard descriptor >= 0 else { throw FileError("create", path) }
        guard let copy = strdup(path) else { fatalError("out of memory") }
        self.descriptor = descriptor
        self.path = copy
    }

    /// The path, for messages.
    var name: String { String(cString: path) }

    /// Writes all of `bytes`.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        guard SystemCalls.writeAll(bytes, to: descriptor) else { throw FileError("write", name) }
    }

    /// Writes all of `bytes`.
    package func write(_ bytes: [UInt8]) throws(FileError) {
        guard bytes.withUnsafeBytes({ SystemCalls.writeAll($0, to: descriptor) }) else {
            throw FileError("write", name)
        }
    }

    /// Writes `bytes` over those at `offset`, as a header that is known at the end only. What is appended later still comes
    /// behind the file's end.
    package func overwrite(at offset: Int, with bytes: [UInt8]) throws(FileError) {
        guard SystemCalls.overwriteAll(bytes, of: descriptor, at: offset) else { throw FileError("write", name) }
    }

    /// Closes the file; it is complete, and on disk unless `syncs` is false, only when this returns, and removed when
    /// it throws.
    ///
    /// - Returns: the file's size in bytes.
    package consuming func finish(syncs: Bool = true) throws(FileError) -> Int {
        let outcome = FileEnding(descriptor, syncs: syncs)
        let name = name
        if outcome.failure != 0 { SystemCalls.removeFile(name) }
        free(path)
        discard self
        return try outcome.byteCount(of: name)
    }

    deinit {
        SystemCalls.close(descriptor)
        SystemCalls.removeFile(String(cString: path))
        free(path)
    }
}
