// The formats that images are stored in.

internal import Vips

/// A format for stored images, under img2dataset's names.
package enum EncodeFormat: String, CaseIterable, Sendable {
    /// Baseline JPEG, 4:2:0. Quality 0–100.
    case jpg
    /// PNG. The "quality" is the compression, 0–9.
    case png
    /// WebP. Quality 0–100; above 100 lossless.
    case webp
    /// AVIF, 8 bits. Quality 0–100.
    case avif

    /// Qualities that mean something.
    package var qualities: ClosedRange<Int> {
        switch self {
        case .jpg, .avif: 0...100
        case .png: 0...9
        case .webp: 0...101
        }
    }

    /// Longest side the format can hold, in pixels.
    package var maximumSide: Int {
        switch self {
        // libjpeg's JPEG_MAX_DIMENSION.
        case .jpg: 65_500
        case .png: 1_000_000
        case .webp: 16_383
        // libvips' VIPS_MAX_HEIF_SIZE.
        case .avif: 16_384
        }
    }

    /// The quality where none is asked for: img2dataset's, and for AVIF one that looks alike at half the bytes.
    package var defaultQuality: Int {
        switch self {
        case .jpg, .webp: 95
        case .png: 6
        case .avif: 80
        }
    }

    /// Whether this machine's libraries can write it; for AVIF an encoder of AV1 may be missing.
    package var isWritable: Bool { self == .avif ? VipsLibrary.canEncodeAVIF : true }
}
