// Memory that a decoder writes into, one piece after the other.

internal import Ground

/// A piece of memory between a decoder and the buffer its output is for.
struct ChunkRoom: ~Copyable {
    /// Freed in `deinit`.
    let start: UnsafeMutablePointer<UInt8>
    let size = 64 << 10

    init() { start = .allocate(capacity: size) }

    deinit { start.deallocate() }

    /// Takes what a decoder has written.
    ///
    /// - Parameter left: bytes it has not used.
    /// - Returns: how many bytes were written.
    func empty(_ left: Int, into room: ByteBuffer) throws(ContentDecodingError) -> Int {
        let count = size - left
        guard room.append(UnsafeRawBufferPointer(start: start, count: count)) else { throw .tooLarge }
        return count
    }
}
