// The formats that images are stored in.

/// A format for stored images, under img2dataset's names.
package enum EncodeFormat: String, CaseIterable, Sendable {
    /// Baseline JPEG, 4:2:0. Quality 0–100.
    case jpg
    /// PNG. The "quality" is the compression, 0–9.
    case png
    /// WebP. Quality 0–100; above 100 lossless.
    case webp

    /// Qualities that mean something.
    package var qualities: ClosedRange<Int> {
        switch self {
        case .jpg: 0...100
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
        }
    }
}
