// Bodies that are certain not to be packed.

/// Knows images, and pages, by how they begin.
enum PlainBody {
    private static let signatures: [[UInt8]] = [
        [0xFF, 0xD8, 0xFF],  // JPEG
        [0x89, 0x50, 0x4E, 0x47],  // PNG
        Array("GIF8".utf8), Array("BM".utf8),
        [0x49, 0x49, 0x2A, 0x00], [0x4D, 0x4D, 0x00, 0x2A],  // TIFF
        [0xFF, 0x0A], [0x00, 0x00, 0x00, 0x0C, 0x4A, 0x58, 0x4C, 0x20],  // JPEG XL
        [0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20], [0xFF, 0x4F, 0xFF, 0x51],  // JPEG 2000
        [0x00, 0x00, 0x01, 0x00],  // ICO
        Array("<".utf8), [0xEF, 0xBB, 0xBF],  // SVG, pages
    ]

    static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if signatures.contains(where: { bytes.starts(with: $0) }) { return true }
        guard bytes.count >= 12 else { return false }
        // WebP, and AVIF and HEIC.
        return bytes.starts(with: "RIFF".utf8) && bytes[8..<12].elementsEqual("WEBP".utf8)
            || bytes[4..<8].elementsEqual("ftyp".utf8)
    }
}
