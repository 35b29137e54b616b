// A made-up web: which URLs there are and what is behind each, the same on every run.

/// The rows of a list of any length, each computed from its index alone.
///
/// Nine in ten rows are images, mostly jpg; the others go wrong as they do out there. The rows share
/// ``drawings``, so that serving them all needs no more than ``drawingCount`` drawings.
package struct SampleWebCatalog: Sendable {
    /// How many different images there are.
    package static let drawingCount = 96

    /// Rows in the list.
    package let rowCount: Int
    /// Whether every row is an image at once, for measurements.
    package let hasImagesOnly: Bool
    /// Faults that every URL gets in addition, as a query.
    package let extraFaults: String

    /// A catalog; no work is done before a row is asked for.
    ///
    /// - Parameter extraFaults: in the words of ``FaultScript/grammar``, e.g. `delay=2000`.
    package init(rowCount: Int, hasImagesOnly: Bool = false, extraFaults: String = "") throws(SampleWebError) {
        _ = try FaultScript(query: extraFaults[...])
        self.rowCount = rowCount
        self.hasImagesOnly = hasImagesOnly
        self.extraFaults = extraFaults
    }

    /// The images of all catalogs.
    package static let drawings: [SampleImage] = (0..<drawingCount).map(drawing)

    /// The row of an index, which may be any number from 0.
    package func row(_ index: Int) -> SampleWebRow {
        var chance = SeededChance(seed: UInt64(index) &+ 1)
        let image = Self.drawings[chance.below(Self.drawings.count)]
        let expectation = hasImagesOnly ? .image : Self.expectation(chance.below(1000))
        // The index makes every URL another one, as in a real list.
        let query = ["_=\(index)", Self.faults(of: expectation, &chance), extraFaults].filter { !$0.isEmpty }
        return SampleWebRow(
            sampleID: Int64(bitPattern: SeededChance(seed: UInt64(index)).first() >> 16),
            path: image.path + "?" + query.joined(separator: "&"),
            caption: SampleCaption.caption(&chance),
            height: Int32(image.height),
            width: Int32(image.width),
            license: chance.below(20) == 0 ? "cc-by-\(1 + chance.below(4)).0" : "?",
            nsfw: Self.nsfw(chance.below(100)),
            similarity: Double(3_000_000 + chance.below(1_000_000)) / 10_000_000,
            expectation: expectation)
    }

    private static func nsfw(_ percent: Int) -> String {
        switch percent {
        case 0, 1: "NSFW"
        case 2...5: "UNSURE"
        default: "UNLIKELY"
        }
    }

    private static func expectation(_ permille: Int) -> SampleWebRow.Expectation {
        switch permille {
        case ..<860: .image
        case ..<900: .redirectedImage
        case ..<945: .notFound
        case ..<955: .refused
        case ..<975: .page
        case ..<990: .truncated
        default: .disallowed
        }
    }

    private static func faults(of expectation: SampleWebRow.Expectation, _ chance: inout SeededChance) -> String {
        switch expectation {
        case .image: ""
        case .redirectedImage: "redirect=\(1 + chance.below(3))"
        case .notFound: "status=404"
        case .refused: "status=\([403, 410, 500][chance.below(3)])"
        case .page: "html"
        // Shorter than any drawing.
        case .truncated: "close=\(20 + chance.below(80))"
        case .disallowed: "header=X-Robots-Tag:noai"
        }
    }

    private static func drawing(_ index: Int) -> SampleImage {
        var chance = SeededChance(seed: 0xD1A3 &+ UInt64(index))
        let sizes = [
            (500, 375), (500, 375), (640, 480), (375, 500), (800, 600), (480, 640), (320, 240), (256, 256), (600, 600),
            (300, 200), (1024, 768), (736, 1104), (1200, 300), (220, 900), (100, 100), (64, 48), (33, 57), (1600, 1067),
        ]
        let (width, height) = sizes[chance.below(sizes.count)]
        var image = SampleImage(width: width, height: height, seed: UInt64(index))
        // The first few are one of each rare kind, so that small lists meet them too.
        switch index {
        case 0..<6: image.format = .png
        case 6..<13: image.format = .webp
        case 13..<16: image.format = .gif
        case 16: image.format = .tiff
        case 17: image.format = .bmp
        case 18: image.format = .avif
        default: image.format = .jpg
        }
        // AVIF takes long to encode.
        if image.format == .avif { (image.width, image.height) = (320, 240) }
        switch index {
        case 0, 1, 6: image.kind = .alpha
        case 2, 13: image.kind = .palette
        case 3: image.kind = .sixteenBit
        case 14: image.kind = .animation
        case 19, 20, 21: image.kind = .gray
        case 22: image.kind = .cmyk
        default: image.kind = .photo
        }
        return image
    }
}
