// Where in a file its EXIF structure begins.

/// Finds the TIFF structure that holds a file's EXIF tags.
struct ExifLocation {
    let bytes: UnsafeRawBufferPointer

    init(in bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Offset of the TIFF head, nil when the file has none.
    var tiffStart: Int? {
        guard bytes.count >= 12 else { return nil }
        switch bytes[0] {
        case 0xFF: return bytes[1] == 0xD8 ? jpegStart : nil
        case 0x89: return matches("PNG", at: 1) ? pngStart : nil
        case 0x52: return matches("RIFF", at: 0) && matches("WEBP", at: 8) ? webpStart : nil
        case 0x49, 0x4D: return isTIFF ? 0 : nil
        default: return matches("ftyp", at: 4) ? BoxedExif(bytes).tiffStart : nil
        }
    }

    private var isTIFF: Bool {
        bytes[0] == bytes[1] && (bytes[2] == 42 && bytes[3] == 0 || bytes[2] == 0 && bytes[3] == 42)
    }

    private func matches(_ text: StaticString, at offset: Int) -> Bool {
        guard offset + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[offset + $0] == text.utf8Start[$0] }
    }

    /// The segments of a JPEG up to its scan; EXIF is an APP1 that begins with its name.
    private var jpegStart: Int? {
        var offset = 2
        while offset + 4 <= bytes.count {
            guard bytes[offset] == 0xFF else { return nil }
            let marker = bytes[offset + 1]
            if marker == 0xFF {
                offset += 1
                continue
            }
            // Start of scan, end of image: no more segments.
            guard marker != 0xDA, marker != 0xD9 else { return nil }
            let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
            if marker == 0xE1, matches("Exif\0\0", at: offset + 4) { return offset + 10 }
            offset += 2 + max(2, length)
        }
        return nil
    }

    /// The chunks of a PNG up to its end; writers put eXIf before or after the pixels.
    private var pngStart: Int? {
        var offset = 8
        while offset + 12 <= bytes.count {
            if matches("eXIf", at: offset + 4) { return offset + 8 }
            let length = (0..<4).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
            offset += 12 + length
        }
        return nil
    }

    /// The chunks of an extended WebP whose head announces EXIF.
    private var webpStart: Int? {
        guard matches("VP8X", at: 12), bytes.count > 20, bytes[20] & 8 != 0 else { return nil }
        var offset = 12
        while offset + 8 <= bytes.count {
            if matches("EXIF", at: offset) {
                // Some writers keep the JPEG's name in front.
                return matches("Exif\0\0", at: offset + 8) ? offset + 14 : offset + 8
            }
            let length = (0..<4).reduce(0) { $0 | Int(bytes[offset + 4 + $1]) << (8 * $1) }
            offset += 8 + length + length % 2
        }
        return nil
    }
}
