// Recognises files by their magic bytes.

/// The first bytes of a file, compared with what each kind must begin with.
struct ImageSignature {
    let bytes: UnsafeRawBufferPointer

    var kind: ImageKind {
        guard bytes.count >= 2 else { return .unknown }
        switch bytes[0] {
        case 0xFF:
            if begins([0xFF, 0xD8, 0xFF]) { return .jpeg }
            if begins([0xFF, 0x0A]) { return .jxl }
            if begins([0xFF, 0x4F, 0xFF, 0x51]) { return .jp2 }
        case 0x89:
            if begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        case 0x47:
            if begins("GIF87a") || begins("GIF89a") { return .gif }
        case 0x52:
            if begins("RIFF"), has("WEBP", at: 8) { return .webp }
        case 0x49, 0x4D:
            if let kind = tiff { return kind }
        case 0x42:
            if begins("BM"), isBitmap { return .bmp }
        case 0x00:
            if let kind = boxed { return kind }
        case 0x38:
            if begins("8BPS") { return .psd }
        default: break
        }
        return text
    }

    private func begins(_ magic: [UInt8]) -> Bool {
        bytes.count >= magic.count && bytes.prefix(magic.count).elementsEqual(magic)
    }

    private func begins(_ magic: StaticString) -> Bool { has(magic, at: 0) }

    private func has(_ magic: StaticString, at offset: Int) -> Bool {
        guard bytes.count >= offset + magic.utf8CodeUnitCount else { return false }
        return (0..<magic.utf8CodeUnitCount).allSatisfy { bytes[offset + $0] == magic.utf8Start[$0] }
    }

    /// TIFF in both byte orders, BigTIFF included.
    private var tiff: ImageKind? {
        if begins([0x49, 0x49, 0x2A, 0x00]) || begins([0x4D, 0x4D, 0x00, 0x2A]) { return .tiff }
        if begins([0x49, 0x49, 0x2B, 0x00]) || begins([0x4D, 0x4D, 0x00, 0x2B]) { return .tiff }
        return nil
    }

    /// "BM" begins many texts; a bitmap's own header follows, of one of the known lengths.
    private var isBitmap: Bool {
        bytes.count >= 26 && [12, 40, 52, 56, 64, 108, 124].contains(bytes[14]) && bytes[15] == 0
    }

    /// Files made of ISO boxes, and icons, which begin with zeros too.
    private var boxed: ImageKind? {
        if begins([0x00, 0x00, 0x01, 0x00]), bytes.count >= 22, bytes[4] > 0 { return .ico }
        if begins([0x00, 0x00, 0x00, 0x0C]) {
            if has("JXL ", at: 4) { return .jxl }
            if has("jP  ", at: 4) { return .jp2 }
        }
        guard has("ftyp", at: 4) else { return nil }
        // The major brand, then, after a version, the compatible ones: `mif1` alone leaves the codec open.
        let length = Int(bytes[2]) << 8 | Int(bytes[3])
        for offset in [8] + Array(stride(from: 16, to: min(length, bytes.count, 128), by: 4)) {
            if has("avif", at: offset) || has("avis", at: offset) { return .avif }
            if has("heic", at: offset) || has("heix", at: offset) || has("hevc", at: offset) { return .heic }
        }
        return has("mif1", at: 8) || has("msf1", at: 8) ? .heic : nil
    }

    /// Kinds that are written as text; white space and a byte-order mark may come first.
    private var text: ImageKind {
        if begins("%PDF") { return .pdf }
        let root = MarkupRoot(of: bytes)
        if root.documentType == "html" || ["html", "head", "body"].contains(root.element) { return .html }
        return root.element == "svg" ? .svg : .unknown
    }
}
