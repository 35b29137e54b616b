// Reading small files whole.

internal import Glibc

/// Stats and records of ours.
enum SmallFile {
    /// Largest small file that is read: a stats file with 100,000 long reasons stays below it.
    static let maximumBytes = 64 << 20

    /// The bytes of a small file; nil when it is not there.
    static func read(_ path: String, maximumBytes: Int = maximumBytes) throws(ShardError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw ShardError(system: errno, doing: "read", path: path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= maximumBytes
        else { throw ShardError(.io, "cannot read \(path): no file of ours") }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var held = 0
        while held < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress.map { $0 + held }, $0.count - held)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw ShardError(system: errno, doing: "read", path: path) }
            if count == 0 { break }
            held += count
        }
        return Array(bytes[..<held])
    }
}
