// Opening what lies under a name of ours, and may be something else.

internal import Glibc

/// Opens regular files and refuses pipes, devices and sockets, without ever waiting for one.
enum PlainFile {
    /// - Parameters:
    ///   - flags: as of open(2); `O_CLOEXEC` and `O_NONBLOCK`, which changes nothing for a regular file, are added.
    ///   - doing: what could not be done, for the message.
    /// - Returns: a descriptor that the caller closes, and the file's size in bytes.
    static func open(
        _ path: String, _ flags: Int32, doing: String
    ) throws(FileError) -> (descriptor: Int32, byteCount: Int) {
        if flags & (O_WRONLY | O_RDWR) == 0 { try MirroredFolders.willOpen(path) }
        let descriptor = SystemCalls.open(path, flags | O_NONBLOCK)
        guard descriptor >= 0 else {
            // A pipe without a reader that is opened for writing.
            throw errno == ENXIO ? FileError(.notPlain, doing: doing, path: path) : FileError(doing, path)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            SystemCalls.close(descriptor)
            throw FileError(.notPlain, doing: doing, path: path)
        }
        return (descriptor, Int(status.st_size))
    }
}
