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
        return try seeds + runLengthCoded + progressive(width: width, height: height)
    }

    /// JPEGs in the scans of many encoders, in colour and grey.
    private static func progressive(width: Int, height: Int) throws(VipsError) -> [Seed] {
        var seeds: [Seed] = []
        for kind in [DrawnImage.Kind.photo, .gray] {
            let baseline = try DrawnImage.encoded(
                seed: 5, width: width, height: height, kind: kind, format: .jpg, quality: 80)
            for script in JPEGScript.allCases {
                let restarts = script == .deep ? 3 : 0
                guard let bytes = script.applied(to: baseline, isGrey: kind == .gray, restartInterval: restarts)
                else { continue }
                seeds.append(Seed(name: "\(script.rawValue)-\(kind.rawValue).jpg", bytes: bytes))
            }
        }
        return seeds
    }

    /// Bitmaps with every kind of run, 40 by 30 pixels: libvips cannot write them.
    package static let runLengthCoded: [Seed] = [8, 4].map { bits in
        func number(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let palette: [UInt8] = (0..<1 << bits).flatMap { [UInt8(truncatingIfNeeded: 37 * $0), UInt8($0), 200, 0] }
        // Runs, single pixels, a jump and the end of the row.
        let single: [UInt8] = bits == 8 ? [0, 6, 1, 2, 3, 4, 5, 6] : [0, 6, 0x12, 0x34, 0x56, 0]
        let row: [UInt8] = [10, 0x12] + single + [0, 2, 4, 0, 20, 0x31, 0, 0]
        let codes: [UInt8] = (0..<30).flatMap { _ in row } + [0, 1]
        let offset = 54 + palette.count
        var file: [UInt8] = [0x42, 0x4D]
        for value in [offset + codes.count, 0, offset, 40, 40, 30] { file += number(value, 4) }
        file += number(1, 2) + number(bits, 2) + number(bits == 8 ? 1 : 2, 4) + number(0, 20)
        return Seed(name: "runs-\(bits).bmp", bytes: file + palette + codes)
    }
}
