// Whether a GIF's first frame is whole: libvips shows what is missing as background, without a word, and loses a file
// that lacks nothing but its last two bytes.

internal import CodedImages
internal import Ground

/// Counts the pixels that the coded data of a frame stands for, and computes none of them.
enum GIFSoundness {
    /// The bytes for libvips: those given, or a copy with the end that they lack.
    ///
    /// - Throws: `decode` where pixels are missing.
    static func withLoadable<Result>(
        _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        guard let frame = GIFFrame(of: bytes) else { return try body(bytes) }
        let codes = gif_codes_read(
            bytes.baseAddress, bytes.count, frame.dataOffset, Int32(frame.codeBits),
            UInt64(frame.width) * UInt64(frame.height))
        guard codes.isWhole else { throw ImageError(.decode, "the first frame of the GIF is truncated") }
        if codes.hasEnd { return try body(bytes) }
        let ended = bytes + [UInt8](repeating: 0, count: codes.missingBytes) + [0x00, 0x3B]
        let copy = ended.withUnsafeBytes { ByteBuffer(copying: $0) }
        return try copy.withUnsafeBytes { copy throws(ImageError) in try body(copy) }
    }
}
