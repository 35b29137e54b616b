// One gzip member, unpacked piece by piece.

internal import CZlib

/// Unpacks one gzip member (RFC 1952) of any length in little memory. Used by one thread at a time.
package struct GzipMemberStream: ~Copyable {
    /// What a step did.
    package struct Step {
        /// Bytes of the input that were used up.
        package let used: Int
        /// Bytes that were written.
        package let made: Int
        package let state: State
    }

    package enum State: Sendable {
        /// More input, or more room, gives more.
        case open
        /// The member's end, its checksum included, was found behind `used`.
        case ended
        /// The data is damaged.
        case broken
    }

    /// Owned: zlib's state points back to where the stream lies. Freed by `deinit`.
    private let stream: UnsafeMutablePointer<z_stream>

    /// nil without memory.
    package init?() {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 16: the wrapping is gzip's; 15: the largest window.
        guard inflateInit2_(stream, 16 + 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            return nil
        }
        self.stream = stream
    }

    /// Unpacks as much of `input` as `room` takes.
    package mutating func step(_ input: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Step {
        let given = min(input.count, Int(UInt32.max))
        let free = min(room.count, Int(UInt32.max))
        // zlib reads through a pointer it calls mutable.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(given)
        stream.pointee.next_out = room.assumingMemoryBound(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(free)
        let status = inflate(stream, Z_NO_FLUSH)
        let state: State =
            switch status {
            case Z_STREAM_END: .ended
            // Z_BUF_ERROR: nothing could be done without more of either.
            case Z_OK, Z_BUF_ERROR: .open
            default: .broken
            }
        return Step(
            used: given - Int(stream.pointee.avail_in), made: free - Int(stream.pointee.avail_out), state: state)
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }
}
