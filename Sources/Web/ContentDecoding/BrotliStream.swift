// br, by Google's decoder.

internal import CBrotli
internal import Ground

/// Unpacks brotli (RFC 7932).
enum BrotliStream {
    static func unpack(_ bytes: UnsafeRawBufferPointer, into room: ByteBuffer) throws(ContentDecodingError) {
        guard let state = BrotliDecoderCreateInstance(nil, nil, nil) else { throw .broken }
        defer { BrotliDecoderDestroyInstance(state) }
        let chunk = ChunkRoom()
        var next = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        var left = bytes.count
        while true {
            var out: UnsafeMutablePointer<UInt8>? = chunk.start
            var free = chunk.size
            let result = BrotliDecoderDecompressStream(state, &left, &next, &free, &out, nil)
            _ = try chunk.empty(free, into: room)
            switch result {
            case BROTLI_DECODER_RESULT_SUCCESS: return
            case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: continue
            case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: throw .cut
            default: throw .broken
            }
        }
    }
}
