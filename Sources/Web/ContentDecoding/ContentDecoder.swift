// A whole body as it came, unpacked.

package import Ground

/// Unpacks bodies. Labels lie in both directions on the web: what does not begin as its coding does is taken as it is,
/// and what stands behind the end of a stream is no part of the body, as in browsers.
package enum ContentDecoder {
    /// The content of `body`; `body` itself where nothing is packed.
    ///
    /// - Parameters:
    ///   - codings: first applied first.
    ///   - maximumBytes: most that may come out, of each coding.
    ///   - takesPart: whether what comes out before the end of the bytes, or of the room, is enough.
    /// - Throws: when the body is not all there, damaged or too long.
    package static func content(
        of body: ByteBuffer, codings: [ContentCoding], maximumBytes: Int, takesPart: Bool = false
    ) throws(ContentDecodingError) -> ByteBuffer {
        guard codings.count <= ContentCoding.maximumNested else { throw .tooManyCodings }
        var content = body
        for coding in codings.reversed() where content.count > 0 {
            let room = ByteBuffer(maximumBytes: maximumBytes)
            do throws(ContentDecodingError) {
                let isPacked = try content.withUnsafeBytes { bytes throws(ContentDecodingError) in
                    try unpack(bytes, coding, into: room)
                }
                if isPacked { content = room }
            } catch {
                guard takesPart, error == .cut || error == .tooLarge else { throw error }
                content = room
            }
        }
        return content
    }

    /// - Returns: false when the bytes are not packed at all.
    private static func unpack(
        _ bytes: UnsafeRawBufferPointer, _ coding: ContentCoding, into room: ByteBuffer
    ) throws(ContentDecodingError) -> Bool {
        do throws(ContentDecodingError) {
            switch coding {
            case .gzip where bytes.starts(with: InflateStream.gzipMagic):
                try InflateStream.unpackMembers(bytes, into: room)
            case .gzip, .deflate:
                // Some servers call zlib's or the bare form gzip, and the bare form deflate.
                let format: InflateStream.Format = InflateStream.hasZlibHeader(bytes) ? .zlib : .bare
                try InflateStream.unpack(bytes, format, into: room)
            case .brotli: try BrotliStream.unpack(bytes, into: room)
            case .zstd:
                guard ZstdStream.begins(bytes) else { return false }
                try ZstdStream.unpack(bytes, into: room)
            }
            return true
        } catch {
            guard error != .tooLarge, isPlain(bytes, coding) else { throw error }
            return false
        }
    }

    /// Whether bytes that do not unpack never were packed. gzip and zstd begin with a mark of their own; deflate and
    /// brotli have none, so there the bytes must be known for something else.
    private static func isPlain(_ bytes: UnsafeRawBufferPointer, _ coding: ContentCoding) -> Bool {
        switch coding {
        case .gzip: !bytes.starts(with: InflateStream.gzipMagic) && !InflateStream.hasZlibHeader(bytes)
        case .zstd: false
        case .deflate, .brotli: PlainBody.begins(bytes)
        }
    }
}
