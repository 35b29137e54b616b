// The system calls of this target, not ended by a signal: each is asked again when it says EINTR.
//
// Local file systems never say it; NFS mounted with `intr` and FUSE may, of any call. Nothing else in the program calls
// these to write, rename or remove: `make lint` looks. `FileFaults` lets tests see and fail them.

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

    /// Makes a call unless the test at work wants it to fail.
    private static func call<R: SignedInteger>(
        _ operation: (FileFaults) -> FileOperation, _ call: () -> R
    ) -> R {
        uninterrupted {
            if let faults = FileFaults.current, case .error(let number) = faults.fault(of: operation(faults)) {
                errno = number
                return -1
            }
            return call()
        }
    }

    private static func opening(_ path: String, _ flags: Int32, _ open: () -> Int32) -> Int32 {
        let writes = flags & (O_WRONLY | O_RDWR) != 0
        let descriptor = call(
            { _ in writes ? .create(path, isEmptied: flags & O_TRUNC != 0) : .open(path) }, open)
        if descriptor >= 0 { FileFaults.current?.opened(descriptor, path) }
        return descriptor
    }

    /// Opens a file, 0666 less the umask where it is made; closed in children.
    static func open(_ path: String, _ flags: Int32) -> Int32 {
        opening(path, flags) { Glibc.open(path, flags | O_CLOEXEC, 0o666) }
    }

    /// As `open`, by its name in an open folder.
    static func open(_ name: String, in folder: Int32, _ flags: Int32) -> Int32 {
        opening(FileFaults.current.map { $0.path(of: folder) + "/" + name } ?? name, flags) {
            openat(folder, name, flags | O_CLOEXEC, 0o666)
        }
    }

    /// A new file of this user alone, which has lost its name already.
    static func openScratch(in folder: String) -> Int32 {
        for _ in 0..<100 {
            let path = "\(folder)/img2shards-\(getpid())-\(UInt64.random(in: 0 ... .max))"
            let descriptor = opening(path, O_RDWR | O_CREAT | O_EXCL) {
                Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            }
            guard descriptor >= 0 else {
                if errno == EEXIST { continue }
                return -1
            }
            removeFile(path)
            return descriptor
        }
        return -1
    }

    /// The descriptor is gone also when Linux says EINTR (close(2)): that is no failure, and a second call would close
    /// somebody else's.
    @discardableResult
    static func close(_ descriptor: Int32) -> Int32 {
        let fault = FileFaults.current.flatMap { $0.fault(of: .close($0.path(of: descriptor))) }
        return closed(fault) { Glibc.close(descriptor) }
    }

    private static func closed(_ fault: FileFaults.Fault?, _ close: () -> Int32) -> Int32 {
        var result = close()
        if case .error(let number) = fault {
            errno = number
            result = -1
        }
        return result == -1 && errno == EINTR ? 0 : result
    }

    /// Reads at most the buffer's size from `offset` on.
    ///
    /// - Returns: bytes that were read; 0 at the end.
    static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        call({ .read($0.path(of: descriptor)) }) { pread(descriptor, buffer.baseAddress, buffer.count, offset) }
    }

    /// Writes all of `bytes` at the descriptor's place.
    ///
    /// - Returns: false when the system refused; some of the bytes may be written then.
    static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        writeAll(bytes.count, to: descriptor) { written in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            return write(rest.count, to: descriptor, bytes: { Array(rest) }) { count in
                Glibc.write(descriptor, rest.baseAddress, count)
            }
        }
    }

    /// As `writeAll`, of two pieces one behind the other, in one call where the system takes them at once.
    static func writeAll(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, to descriptor: Int32
    ) -> Bool {
        writeAll(first.count + second.count, to: descriptor) { written in
            let fromFirst = min(written, first.count)
            let head = UnsafeRawBufferPointer(rebasing: first[fromFirst...])
            let tail = UnsafeRawBufferPointer(rebasing: second[(written - fromFirst)...])
            return write(head.count + tail.count, to: descriptor, bytes: { Array(head) + Array(tail) }) { count in
                let ofHead = min(count, head.count)
                var pieces = (
                    iovec(iov_base: UnsafeMutableRawPointer(mutating: head.baseAddress), iov_len: ofHead),
                    iovec(iov_base: UnsafeMutableRawPointer(mutating: tail.baseAddress), iov_len: count - ofHead)
                )
                return withUnsafePointer(to: &pieces) { pieces in
                    pieces.withMemoryRebound(to: iovec.self, capacity: 2) { writev(descriptor, $0, 2) }
                }
            }
        }
    }

    private static func writeAll(_ byteCount: Int, to descriptor: Int32, _ write: (_ written: Int) -> Int) -> Bool {
        var written = 0
        while written < byteCount {
            let count = write(written)
            guard count > 0 else {
                // A device that takes nothing and gives no reason.
                if count == 0 { errno = EIO }
                return false
            }
            written += count
        }
        return true
    }

    /// Makes one call that writes.
    ///
    /// - Parameters:
    ///   - bytes: what it would write, for `FileFaults`.
    ///   - call: writes at most that many bytes.
    private static func write(
        _ byteCount: Int, to descriptor: Int32, bytes: () -> [UInt8], _ call: (_ count: Int) -> Int
    ) -> Int {
        uninterrupted {
            var count = byteCount
            if let faults = FileFaults.current {
                switch faults.fault(of: .append(faults.path(of: descriptor), bytes())) {
                case .error(let number):
                    errno = number
                    return -1
                case .short(let taken): count = min(count, max(1, taken))
                case nil: break
                }
            }
            return call(count)
        }
    }

    /// Writes all of `bytes` at `offset`; the descriptor's place stays.
    ///
    /// - Returns: false when the system refused; some of the bytes may be written then.
    static func overwriteAll(_ bytes: [UInt8], of descriptor: Int32, at offset: Int) -> Bool {
        bytes.withUnsafeBytes { buffer in
            writeAll(buffer.count, to: descriptor) { written in
                call({ .overwrite($0.path(of: descriptor), at: offset + written, Array(bytes[written...])) }) {
                    pwrite(
                        descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written, offset + written)
                }
            }
        }
    }

    static func sync(_ descriptor: Int32) -> Int32 {
        call({ .sync($0.path(of: descriptor)) }) { fsync(descriptor) }
    }

    /// Bytes alone, without times.
    static func syncData(_ descriptor: Int32) -> Int32 {
        call({ .sync($0.path(of: descriptor)) }) { fdatasync(descriptor) }
    }

    /// Everything of the file system that the descriptor lies on.
    static func syncFileSystem(_ descriptor: Int32) -> Int32 {
        call({ .syncFileSystem($0.path(of: descriptor)) }) { file_calls_syncfs(descriptor) }
    }

    static func cut(_ descriptor: Int32, to size: Int) -> Int32 {
        call({ .cut($0.path(of: descriptor), to: size) }) { ftruncate(descriptor, size) }
    }

    static func rename(_ from: String, to: String) -> Int32 {
        call({ _ in .rename(from, to: to) }) { Glibc.rename(from, to) }
    }

    /// As `rename`, to a name that nothing has: else -1 with EEXIST. EINVAL where the file system cannot tell, as NFS.
    static func renameToFree(_ from: String, to: String) -> Int32 {
        call({ _ in .rename(from, to: to) }) { file_calls_rename_to_free(from, to) }
    }

    static func makeFolder(_ path: String) -> Int32 { call({ _ in .makeFolder(path) }) { mkdir(path, 0o777) } }

    @discardableResult
    static func removeFile(_ path: String) -> Int32 { call({ _ in .removeFile(path) }) { unlink(path) } }

    /// As `removeFile`, by its name in an open folder.
    static func removeFile(_ name: String, in folder: Int32) -> Int32 {
        call({ .removeFile($0.path(of: folder) + "/" + name) }) { unlinkat(folder, name, 0) }
    }

    static func removeFolder(_ path: String) -> Int32 { call({ _ in .removeFolder(path) }) { rmdir(path) } }

    /// Opens a folder's names; nil is a failure.
    static func openNames(_ path: String) -> OpaquePointer? {
        while true {
            if case .error(let number) = FileFaults.current?.fault(of: .list(path)) {
                errno = number
            } else if let stream = opendir(path) {
                return stream
            }
            if errno != EINTR { return nil }
        }
    }

    /// The next name of an open folder; nil at the end, where `errno` is 0, and when the system refused.
    static func nextName(_ stream: OpaquePointer, _ path: String) -> UnsafeMutablePointer<dirent>? {
        while true {
            if case .error(let number) = FileFaults.current?.fault(of: .readName(path)) {
                errno = number
            } else {
                // Only errno distinguishes the end from an error.
                errno = 0
                if let entry = readdir(stream) { return entry }
            }
            if errno != EINTR { return nil }
        }
    }

    /// As `close`, of a folder's names.
    static func closeNames(_ stream: OpaquePointer, _ path: String) -> Int32 {
        closed(FileFaults.current?.fault(of: .close(path))) { closedir(stream) }
    }
}
