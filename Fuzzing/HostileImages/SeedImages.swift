// What fuzzing starts from: small drawn images of every format and kind.

package import Vips

/// Small valid images, drawn: no image files are kept.
package enum SeedImages {
    /// A seed with a name that is one to files, too.
    package struct Seed: Sendable {
        package let name: String
        package let bytes: [UInt8]
    }

    /// The kinds that a format stores as such; every format stores a photograph.
    private static let kinds: [DrawnImage.Format: [DrawnImage.Kind]] = [
        .jpg: [.gray, .cmyk],
        .png: [.gray, .alpha, .grayAlpha, .palette, .sixteenBit],
        .webp: [.alpha, .animation],
        .gif: [.animation],
        .tiff: [.gray, .cmyk, .sixteenBit, .float],
        .avif: [.alpha, .sixteenBit],
    ]

    /// One image per format and kind, `width` by `height` pixels each.
    package static func all(width: Int = 40, height: Int = 30) throws(VipsError) -> [Seed] {
        var seeds: [Seed] = []
        for format in DrawnImage.Format.allCases {
            for kind in [.photo] + (kinds[format] ?? []) {
                let bytes = try DrawnImage.encoded(
                    seed: 5, width: width, height: height, kind: kind, format: format, quality: 80)
                seeds.append(Seed(name: "\(kind.rawValue).\(format.rawValue)", bytes: bytes))
            }
        }
        return seeds
    }
}
