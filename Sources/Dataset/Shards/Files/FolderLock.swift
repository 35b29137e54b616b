// One run at a time in one folder.

internal import Glibc

/// Holds a folder for this process. Dropping it, or the death of the process, gives it back.
struct FolderLock: ~Copyable {
    /// Closed by `deinit`, which ends the lock; the file itself stays, as removing it would race.
    private let descriptor: Int32
    /// False where the file system knows no locks (some network mounts): then nothing is held.
    let isHeld: Bool

    /// Takes the lock at once or fails; the message names the process that has it.
    ///
    /// - Parameter folder: how the message calls the folder.
    init(path: String, folder: String) throws(ShardError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw ShardError(system: errno, doing: "create", path: path) }
        var isHeld = true
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let number = errno
            if number == EINTR { continue }
            if number == EWOULDBLOCK {
                let owner = Self.owner(descriptor)
                close(descriptor)
                throw ShardError(
                    .locked, "another img2shards\(owner) writes to \(folder)",
                    hint: "wait for it, stop it, or choose another --output-folder")
            }
            // A mount without locks must not keep anybody from working.
            isHeld = false
            break
        }
        if isHeld {
            ftruncate(descriptor, 0)
            let text = "\(getpid())\n"
            _ = pwrite(descriptor, text, text.utf8.count, 0)
        }
        self.descriptor = descriptor
        self.isHeld = isHeld
    }

    /// ` (process 1234)`, or nothing when the owner has not written its number yet.
    private static func owner(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0, let number = Int(String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self)) else {
            return ""
        }
        return " (process \(number))"
    }

    deinit {
        close(descriptor)
    }
}
