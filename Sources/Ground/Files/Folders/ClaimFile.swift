// Small files that only one process can make, on every file system that several machines share.

internal import Glibc

/// A file whose existence says that a process has taken something. It is made by exclusive creation, which NFS keeps as
/// well (version 3 and later); locks are not used. It is rewritten in place, so that its name never leads to another
/// file while two processes look at it.
package enum ClaimFile {
    /// What lies under a claim's name.
    package struct Content: Hashable, Sendable {
        /// Its first bytes, at most `maximumBytes`.
        package let bytes: [UInt8]
        /// When it was last written to, by the clock of the file system, in seconds since 1970.
        package let modified: Double
        /// Why it has no bytes: `notPlain`, or no permission. nil if it was read.
        package var fault: FileError?
    }

    /// No claim is longer.
    package static let maximumBytes = 4096

    /// Makes the file.
    ///
    /// - Returns: when it was written, by the clock of the file system; nil when something lies under the name.
    package static func create(_ path: String, _ bytes: [UInt8]) throws(FileError) -> Double? {
        let descriptor = SystemCalls.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == EEXIST || errno == ELOOP { return nil }
            throw FileError("create", path)
        }
        do throws(FileError) { return try write(bytes, to: descriptor, path) } catch {
            // Without its bytes, as on a full disk, nobody could read whose it is.
            SystemCalls.removeFile(path)
            throw error
        }
    }

    /// Writes `bytes` over those of the file, which are as many.
    ///
    /// - Returns: when it was written, by the clock of the file system; nil when there is no such file.
    package static func rewrite(_ path: String, _ bytes: [UInt8]) throws(FileError) -> Double? {
        // A pipe that was put in the file's place is not waited for.
        let descriptor = SystemCalls.open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw FileError("write to", path)
        }
        return try write(bytes, to: descriptor, path)
    }

    /// Reads the file as the file system has it now: opening it makes NFS ask its server.
    ///
    /// - Returns: nil when there is none; content with a `fault` for what is no plain file, and for a file that this user
    ///   may not read.
    package static func read(_ path: String) throws(FileError) -> Content? {
        let descriptor = SystemCalls.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            return try unreadable(path, FileError("open", path))
        }
        defer { SystemCalls.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError("look at", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            return try unreadable(path, FileError(.notPlain, doing: "read", path: path))
        }
        var bytes = [UInt8](repeating: 0, count: maximumBytes)
        let count = bytes.withUnsafeMutableBytes { SystemCalls.read(descriptor, $0, at: 0) }
        guard count >= 0, let modified = modified(descriptor) else { throw FileError("read", path) }
        return Content(bytes: Array(bytes[..<count]), modified: modified)
    }

    /// What can be said of a name that could not be read; nil if nothing lies there any more.
    private static func unreadable(_ path: String, _ error: FileError) throws(FileError) -> Content? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw error
        }
        let isPlain = status.st_mode & S_IFMT == S_IFREG
        guard !isPlain || error.systemError == EACCES || error.systemError == EPERM else { throw error }
        let fault = isPlain ? error : FileError(.notPlain, doing: "read", path: path)
        return Content(bytes: [], modified: seconds(status.st_mtim), fault: fault)
    }

    private static func seconds(_ time: timespec) -> Double { Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(FileError) -> Double {
        // The time is the server's once the bytes are there.
        let isWritten =
            SystemCalls.overwriteAll(bytes, of: descriptor, at: 0) && SystemCalls.sync(descriptor) == 0
        let failure = isWritten ? nil : FileError("write to", path)
        let time = modified(descriptor)
        guard SystemCalls.close(descriptor) == 0 || failure != nil else { throw FileError("write to", path) }
        if let failure { throw failure }
        guard let time else { throw FileError("look at", path) }
        return time
    }

    private static func modified(_ descriptor: Int32) -> Double? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        return seconds(status.st_mtim)
    }
}
