// A file of ours that is read at places.

internal import CLinux
internal import Glibc

/// An open file. Dropping it closes it.
struct InputFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    init(path: String) throws(ShardError) {
        descriptor = try PlainFile.open(path, O_RDONLY, doing: "read")
        self.path = path
    }

    /// Fills `buffer` with the bytes at `offset`; a file that ends before is an error.
    func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ShardError) {
        var held = 0
        while held < buffer.count {
            let count = pread(descriptor, buffer.baseAddress.map { $0 + held }, buffer.count - held, offset + held)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw ShardError(system: errno, doing: "read", path: path) }
            guard count > 0 else { throw ShardError(.io, "\(path) is shorter than what was written to it") }
            held += count
        }
    }

    /// Appends a range to another file.
    ///
    /// - Parameter output: the name of the other file, for messages.
    func copy(_ range: Range<Int>, to target: Int32, path output: String) throws(ShardError) {
        var from = Int64(range.lowerBound)
        while from < range.upperBound {
            let count = file_calls_copy_range(descriptor, &from, target, range.upperBound - Int(from))
            if count > 0 || (count < 0 && errno == EINTR) { continue }
            guard count < 0 else { throw ShardError(.io, "\(path) is shorter than what was written to it") }
            switch errno {
            // File systems and devices that cannot copy within the kernel.
            case EXDEV, EINVAL, ENOSYS, EOPNOTSUPP:
                return try copyByHand(Int(from)..<range.upperBound, to: target, path: output)
            default: throw ShardError(system: errno, doing: "write", path: output)
            }
        }
    }

    private func copyByHand(_ range: Range<Int>, to target: Int32, path output: String) throws(ShardError) {
        var block = [UInt8](repeating: 0, count: min(range.count, 1 << 20))
        var from = range.lowerBound
        while from < range.upperBound {
            let count = min(block.count, range.upperBound - from)
            let outcome: Result<Void, ShardError> = block.withUnsafeMutableBytes { bytes in
                Result { () throws(ShardError) in
                    let part = UnsafeMutableRawBufferPointer(rebasing: bytes[..<count])
                    try read(part, at: from)
                    try writeAll(UnsafeRawBufferPointer(part), to: target, path: output)
                }
            }
            try outcome.get()
            from += count
        }
    }

    deinit { close(descriptor) }
}

/// Writes all of `bytes` at the descriptor's place.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws(ShardError) {
    var written = 0
    while written < bytes.count {
        let count = write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw ShardError(system: errno, doing: "write", path: path) }
        written += count
    }
}
