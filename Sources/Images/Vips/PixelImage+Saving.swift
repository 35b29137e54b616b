// Encoding into memory that is handed on without a copy.

internal import CVips
package import Ground

/// A file format with its settings.
package enum ImageEncoding: Sendable, Equatable {
    /// Baseline, 4:2:0, quality 0–100.
    case jpeg(quality: Int)
    /// Compression 0–9; 8 or 16 bits as the image has.
    case png(compression: Int)
    /// Quality 0–100.
    case webp(quality: Int)
    /// Without loss.
    case losslessWebP
    /// AV1 in a HEIF file; quality 0–100, speed 0 (smallest file) to 9.
    case avif(quality: Int, speed: Int)
}

extension PixelImage {
    /// The image as a file without metadata.
    package func encoded(as encoding: ImageEncoding) throws(VipsError) -> ByteBuffer {
        var bytes: UnsafeMutableRawPointer?
        var count = 0
        let status =
            switch encoding {
            case .jpeg(let quality): cvips_jpegsave(pointer, &bytes, &count, Int32(quality), 1, 0, 0)
            case .png(let compression): cvips_pngsave(pointer, &bytes, &count, Int32(compression), 0, 1)
            case .webp(let quality): cvips_webpsave(pointer, &bytes, &count, Int32(quality), 0, 1)
            case .losslessWebP: cvips_webpsave(pointer, &bytes, &count, 100, 1, 1)
            // libvips begins at quality 1 and counts effort where the codec counts speed.
            case .avif(let quality, let speed):
                cvips_avifsave(pointer, &bytes, &count, Int32(max(1, quality)), Int32(9 - speed))
            }
        guard status == 0, let bytes else { throw VipsError(.save) }
        return ByteBuffer(adopting: bytes, count: count) { g_free($0) }
    }
}
