// The system calls of this target, not ended by a signal: each is asked again when it says EINTR.
//
// Local file systems never say it; NFS mounted with `intr` and FUSE may, of any call. Nothing else in the program calls
// these to write, rename or remove: `make lint` looks.

internal import CLinux
internal import Glibc

/// Calls on files and folders, with the arguments and results of Glibc's; -1 is a failure, and `errno` says why.
enum SystemCalls {
    /// Calls again until the answer is not EINTR.
    private static func uninterrupted<R: SignedInteger>(_ call: () -> R) -> R {
        while true {
            let result = call()
            if result != -1 || errno != EINTR { return result }
        }
    }

    /// Opens a file, 0666 less the umask where it is made; closed in children.
    static func open(_ path: String, _ flags: Int32) -> Int32 {
        uninterrupted { Glibc.open(path, flags | O_CLOEXEC, 0o666) }
    }

    /// As `open`, by its name in an open folder.
    static func open(_ name: String, in folder: Int32, _ flags: Int32) -> Int32 {
        uninterrupted { openat(folder, name, flags | O_CLOEXEC, 0o666) }
    }

    /// The descriptor is gone also when Linux says EINTR (close(2)): that is no failure, and a second call would close
    /// somebody else's.
    @discardableResult
    static func close(_ descriptor: Int32) -> Int32 {
        let result = Glibc.close(descriptor)
        return result == -1 && errno == EINTR ? 0 : result
    }

    /// Reads at most the buffer's size from `offset` on.
    ///
    /// - Returns: bytes that were read; 0 at the end.
    static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        uninterrupted { pread(descriptor, buffer.baseAddress, buffer.count, offset) }
    }

    /// Writes all of `bytes` at the descriptor's place.
    ///
    /// - Returns: false when the system refused; some of the bytes may be written then.
    static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = uninterrupted {
                write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            guard count > 0 else {
                // A device that takes nothing and gives no reason.
                if count == 0 { errno = EIO }
                return false
            }
            written += count
        }
        return true
    }

    static func sync(_ descriptor: Int32) -> Int32 { uninterrupted { fsync(descriptor) } }

    /// Bytes alone, without times.
    static func syncData(_ descriptor: Int32) -> Int32 { uninterrupted { fdatasync(descriptor) } }

    /// Everything of the file system that the descriptor lies on.
    static func syncFileSystem(_ descriptor: Int32) -> Int32 { file_calls_syncfs(descriptor) }

    static func cut(_ descriptor: Int32, to size: Int) -> Int32 { uninterrupted { ftruncate(descriptor, size) } }

    static func rename(_ from: String, to: String) -> Int32 { uninterrupted { Glibc.rename(from, to) } }

    static func makeFolder(_ path: String) -> Int32 { uninterrupted { mkdir(path, 0o777) } }

    @discardableResult
    static func removeFile(_ path: String) -> Int32 { uninterrupted { unlink(path) } }

    /// As `removeFile`, by its name in an open folder.
    static func removeFile(_ name: String, in folder: Int32) -> Int32 { uninterrupted { unlinkat(folder, name, 0) } }

    static func removeFolder(_ path: String) -> Int32 { uninterrupted { rmdir(path) } }
}
