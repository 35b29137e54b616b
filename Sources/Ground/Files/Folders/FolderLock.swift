// One run at a time in one folder, or several that share it.

internal import Glibc

/// Holds a folder for this process. Dropping it, or the death of the process, gives it back.
package struct FolderLock: ~Copyable {
    /// Closed by `deinit`, which ends the lock; the file itself stays, as removing it would race.
    private let descriptor: Int32
    /// False where the file system knows no locks (some network mounts): then nothing is held.
    package let isHeld: Bool

    /// Takes the lock at once or fails.
    ///
    /// - Parameters:
    ///   - path: of the lock's file, which is made where it is missing and gets the process's number.
    ///   - isShared: whether other processes may hold it, too, that share it.
    /// - Throws: `held` when another process has it; the system's reasons.
    package init(path: String, isShared: Bool = false) throws(FileError) {
        let descriptor = SystemCalls.open(path, O_RDWR | O_CREAT | O_NOFOLLOW)
        guard descriptor >= 0 else { throw FileError("create", path) }
        var isHeld = true
        while flock(descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
            let number = errno
            if number == EINTR { continue }
            if number == EWOULDBLOCK {
                let owner = Self.owner(descriptor)
                SystemCalls.close(descriptor)
                throw FileError(.held(by: owner), doing: "lock", path: path)
            }
            // A mount without locks must not keep anybody from working.
            isHeld = false
            break
        }
        if isHeld {
            _ = SystemCalls.cut(descriptor, to: 0)
        }
        if isHeld, !isShared {
            let text = "\(getpid())\n"
            _ = pwrite(descriptor, text, text.utf8.count, 0)
        }
        self.descriptor = descriptor
        self.isHeld = isHeld
    }

    /// The number of the process that holds the lock; nil when it has not written it yet, or several share the lock.
    private static func owner(_ descriptor: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = bytes.withUnsafeMutableBytes { SystemCalls.read(descriptor, $0, at: 0) }
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self))
    }

    deinit {
        SystemCalls.close(descriptor)
    }
}
