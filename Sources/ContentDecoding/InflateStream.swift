// gzip and deflate, by zlib.

internal import ByteBuffers
internal import CZlib

/// Unpacks deflate in its three wrappings (RFC 1950, 1951, 1952).
enum InflateStream {
    enum Format {
        case gzip, zlib, bare

        /// zlib's `windowBits`: the largest window, and the wrapping by its sign or range.
        var windowBits: Int32 {
            switch self {
            case .gzip: 15 + 16
            case .zlib: 15
            case .bare: -15
            }
        }
    }

    static let gzipMagic: [UInt8] = [0x1F, 0x8B]

    static func hasZlibHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 2 && bytes[0] & 0x0F == 8 && bytes[0] >> 4 <= 7
            && (UInt16(bytes[0]) << 8 | UInt16(bytes[1])) % 31 == 0
    }

    /// All members of a gzip file, as one. What does not begin as a member stands behind the end.
    static func unpackMembers(_ bytes: UnsafeRawBufferPointer, into room: ByteBuffer) throws(ContentDecodingError) {
        var rest = bytes
        repeat {
            let used = try unpack(rest, .gzip, into: room)
            rest = UnsafeRawBufferPointer(rebasing: rest[used...])
        } while rest.starts(with: gzipMagic)
    }

    /// - Returns: the bytes that the stream took.
    @discardableResult
    static func unpack(
        _ bytes: UnsafeRawBufferPointer, _ format: Format, into room: ByteBuffer
    ) throws(ContentDecodingError) -> Int {
        var stream = z_stream()
        // The macro inflateInit2 passes these two, too.
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(&stream, format.windowBits, ZLIB_VERSION, size) == Z_OK else { throw .broken }
        defer { inflateEnd(&stream) }
        let chunk = ChunkRoom()
        // zlib reads through a pointer it calls mutable.
        stream.next_in = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(clamping: bytes.count)
        while true {
            stream.next_out = chunk.start
            stream.avail_out = UInt32(chunk.size)
            let status = inflate(&stream, Z_NO_FLUSH)
            let made = try chunk.empty(Int(stream.avail_out), into: room)
            switch status {
            case Z_STREAM_END: return bytes.count - Int(stream.avail_in)
            case Z_OK where made > 0 || stream.avail_in > 0: continue
            case Z_OK, Z_BUF_ERROR:
                guard stream.avail_in == 0 else { throw .broken }
                // Without its checksum, or a part of it, all of the body is here.
                if onlyChecksumIsMissing(&stream, chunk) { return bytes.count }
                throw .cut
            default: throw .broken
            }
        }
    }

    /// zlib does not tell where in a stream it stands. Zeros behind data that goes on give more data, or an error in it;
    /// behind data that has ended they are a wrong checksum.
    private static func onlyChecksumIsMissing(_ stream: inout z_stream, _ chunk: borrowing ChunkRoom) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8) { zeros in
            zeros.initialize(repeating: 0)
            stream.next_in = zeros.baseAddress
            stream.avail_in = UInt32(zeros.count)
            stream.next_out = chunk.start
            stream.avail_out = UInt32(chunk.size)
            let status = inflate(&stream, Z_NO_FLUSH)
            guard Int(stream.avail_out) == chunk.size else { return false }
            return status == Z_STREAM_END
                || status == Z_DATA_ERROR && stream.msg.map { String(cString: $0).hasSuffix("check") } == true
        }
    }
}
