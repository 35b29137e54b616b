// The quick way for nearly all PNGs, and the sum over a PNG's data, which libvips does not look at.

internal import CodedImages
internal import Ground

/// Decodes PNGs of eight bits that are not interlaced, or leaves them to libvips.
enum PlainPNGDecoder {
    /// Above this an image is read row by row by libvips, in far less memory.
    private static let mostPixels = 1 << 24

    /// A decoded image: rows without gaps, of 1 to 4 bands.
    struct Image {
        let pixels: UnsafeMutableRawBufferPointer
        let width: Int
        let height: Int
        let bands: Int
    }

    /// nil when the picture is of another kind, or anything about it is damaged, cut or odd.
    ///
    /// - Parameters:
    ///   - takesProfiles: false leaves pictures with a colour profile to libvips, too.
    ///   - memory: for the pixels; they are valid until it is used again.
    ///   - check: of the size, before anything is decoded.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, takesProfiles: Bool = true, into memory: ScratchMemory,
        check: (_ width: Int, _ height: Int, _ bands: Int) throws(ImageError) -> Void
    ) throws(ImageError) -> Image? {
        let file = bytes.bindMemory(to: UInt8.self).baseAddress
        var head = plain_png()
        guard plain_png_read(file, bytes.count, &head), takesProfiles || !head.hasProfile else { return nil }
        let (width, height, bands) = (Int(head.width), Int(head.height), Int(head.bands))
        try check(width, height, bands)
        guard width * height <= mostPixels else { return nil }
        let block = memory.bytes(plain_png_memory_bytes(file, bytes.count, &head))
        guard plain_png_decode(file, bytes.count, &head, block.bindMemory(to: UInt8.self).baseAddress) else {
            return nil
        }
        let pixels = UnsafeMutableRawBufferPointer(rebasing: block[..<(width * height * bands)])
        return Image(pixels: pixels, width: width, height: height, bands: bands)
    }

    /// Whether the data of a PNG, of any kind, is not that which its sum was made of.
    static func hasWrongSum(_ bytes: UnsafeRawBufferPointer) -> Bool {
        plain_png_has_wrong_sum(bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
    }
}
