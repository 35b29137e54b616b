// gzip and deflate, by zlib.

internal import CZlib
internal import Ground

/// Unpacks deflate in its three wrappings (RFC 1950, 1951, 1952).
///
/// The wrappings are read here, not by zlib: it distinguishes truncated data from a missing checksum only
/// where it reads the data alone, and a body without its checksum is all there.
enum InflateStream {
    enum Format { case gzip, zlib, bare }

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

    /// - Returns: the bytes that the stream took, its checksum included.
    @discardableResult
    static func unpack(
        _ bytes: UnsafeRawBufferPointer, _ format: Format, into room: ByteBuffer
    ) throws(ContentDecodingError) -> Int {
        let start: Int
        switch format {
        case .gzip: start = try gzipHeaderBytes(bytes)
        case .zlib:
            // A dictionary that nobody has.
            guard bytes[1] & 0x20 == 0 else { throw .broken }
            start = 2
        case .bare: start = 0
        }
        let before = room.count
        let used = try inflateAll(UnsafeRawBufferPointer(rebasing: bytes[start...]), into: room)
        let trailer = UnsafeRawBufferPointer(rebasing: bytes[(start + used)...])
        return try start + used + checkedTrailerBytes(trailer, format, room, from: before)
    }

    /// The length of a member's header (RFC 1952, 2.3).
    private static func gzipHeaderBytes(_ bytes: UnsafeRawBufferPointer) throws(ContentDecodingError) -> Int {
        guard bytes.count >= 10 else { throw .cut }
        let flags = bytes[3]
        guard bytes[2] == 8, flags & 0xE0 == 0 else { throw .broken }
        var end = 10
        if flags & 4 != 0 {
            guard bytes.count >= end + 2 else { throw .cut }
            end += 2 + Int(bytes[end]) + Int(bytes[end + 1]) << 8
        }
        // A name and a comment, each up to a zero.
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            guard end < bytes.count, let zero = bytes[end...].firstIndex(of: 0) else { throw .cut }
            end = zero + 1
        }
        if flags & 2 != 0 { end += 2 }
        guard end < bytes.count else { throw .cut }
        return end
    }

    /// Unpacks the data alone.
    ///
    /// - Returns: the bytes it took.
    private static func inflateAll(
        _ bytes: UnsafeRawBufferPointer, into room: ByteBuffer
    ) throws(ContentDecodingError) -> Int {
        var stream = z_stream()
        // Without a wrapping, with the largest window; the macro inflateInit2 passes the last two, too.
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .broken
        }
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
            case Z_OK, Z_BUF_ERROR: throw stream.avail_in == 0 ? .cut : .broken
            default: throw .broken
            }
        }
    }

    /// Checks what stands behind the data; one that is not all there proves nothing.
    ///
    /// - Parameter before: bytes in `room` that are not of this stream.
    /// - Returns: the bytes it takes.
    private static func checkedTrailerBytes(
        _ trailer: UnsafeRawBufferPointer, _ format: Format, _ room: ByteBuffer, from before: Int
    ) throws(ContentDecodingError) -> Int {
        switch format {
        case .bare: return 0
        case .gzip:
            guard trailer.count >= 8 else { return trailer.count }
            let sum = UInt32(littleEndian: trailer.loadUnaligned(as: UInt32.self))
            let length = UInt32(littleEndian: trailer.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
            let isRight = room.withUnsafeBytes { all in
                let content = UnsafeRawBufferPointer(rebasing: all[before...])
                let made = crc32_z(0, content.assumingMemoryBound(to: UInt8.self).baseAddress, content.count)
                return UInt32(truncatingIfNeeded: content.isEmpty ? 0 : made) == sum
                    && UInt32(truncatingIfNeeded: content.count) == length
            }
            guard isRight else { throw .broken }
            return 8
        case .zlib:
            guard trailer.count >= 4 else { return trailer.count }
            let sum = UInt32(bigEndian: trailer.loadUnaligned(as: UInt32.self))
            let isRight = room.withUnsafeBytes { all in
                let content = UnsafeRawBufferPointer(rebasing: all[before...])
                let made = adler32_z(1, content.assumingMemoryBound(to: UInt8.self).baseAddress, content.count)
                return UInt32(truncatingIfNeeded: content.isEmpty ? 1 : made) == sum
            }
            guard isRight else { throw .broken }
            return 4
        }
    }
}
