// zstd, by its own library.

internal import CZstd
internal import Ground

/// Unpacks Zstandard (RFC 8878).
enum ZstdStream {
    /// Whether bytes begin as a frame, or as one that is skipped.
    static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 4 else { return false }
        let magic = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
        return magic == 0xFD2F_B528 || magic & 0xFFFF_FFF0 == 0x184D_2A50
    }

    /// All frames, as one body.
    static func unpack(_ bytes: UnsafeRawBufferPointer, into room: ByteBuffer) throws(ContentDecodingError) {
        guard let stream = ZSTD_createDStream() else { throw .broken }
        defer { ZSTD_freeDStream(stream) }
        let chunk = ChunkRoom()
        var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
        while true {
            var output = ZSTD_outBuffer(dst: chunk.start, size: chunk.size, pos: 0)
            let hint = ZSTD_decompressStream(stream, &output, &input)
            guard ZSTD_isError(hint) == 0 else { throw .broken }
            let made = try chunk.empty(chunk.size - output.pos, into: room)
            if hint == 0 {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[input.pos...])
                guard begins(rest) else { return }
            } else if input.pos == input.size, made < chunk.size {
                throw .cut
            }
        }
    }
}
