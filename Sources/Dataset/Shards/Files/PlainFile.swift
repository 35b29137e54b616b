// Opening what lies under a name of ours, and may be something else.

internal import Glibc

/// Opens regular files and refuses pipes, devices and sockets, without ever waiting for one.
enum PlainFile {
    /// - Parameters:
    ///   - flags: as of open(2); `O_CLOEXEC` and `O_NONBLOCK`, which changes nothing for a regular file, are added.
    ///   - doing: what could not be done, for the message.
    /// - Returns: a descriptor that the caller closes.
    static func open(_ path: String, _ flags: Int32, doing: String) throws(ShardError) -> Int32 {
        let descriptor = Shards.open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o666)
        guard descriptor >= 0 else {
            // A pipe without a reader that is opened for writing.
            if errno == ENXIO { throw refusal(doing: doing, path: path) }
            throw ShardError(system: errno, doing: doing, path: path)
        }
        guard isPlain(descriptor) else {
            close(descriptor)
            throw refusal(doing: doing, path: path)
        }
        return descriptor
    }

    private static func isPlain(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func refusal(doing: String, path: String) -> ShardError {
        ShardError(.io, "cannot \(doing) \(path): it is no plain file")
    }
}
