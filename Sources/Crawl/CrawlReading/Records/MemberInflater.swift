// Gzip members that lie in memory, by libdeflate: several times as fast as a stream.

internal import CDeflate

/// Inflates members of which all bytes are there. Used by one thread at a time.
struct MemberInflater: ~Copyable {
    enum Outcome {
        /// The member took `used` bytes and gave `made`.
        case whole(used: Int, made: Int)
        /// It gives more than the room takes.
        case noRoom
        /// It is damaged, or not all there.
        case broken
    }

    /// The first bytes of every member, with the one method that there is (RFC 1952, 2.3).
    static let magic: [UInt8] = [0x1F, 0x8B, 0x08]

    /// Freed by `deinit`.
    private let pointer: OpaquePointer

    init() throws(CrawlError) {
        guard let pointer = libdeflate_alloc_decompressor() else { throw CrawlError.noMemory }
        self.pointer = pointer
    }

    /// Inflates the member that `bytes` begins with.
    func inflate(_ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Outcome {
        var (used, made) = (0, 0)
        let result = libdeflate_gzip_decompress_ex(
            pointer, bytes.baseAddress, bytes.count, room.baseAddress, room.count, &used, &made)
        return switch result {
        case LIBDEFLATE_SUCCESS: .whole(used: used, made: made)
        case LIBDEFLATE_INSUFFICIENT_SPACE: .noRoom
        default: .broken
        }
    }

    deinit { libdeflate_free_decompressor(pointer) }
}
