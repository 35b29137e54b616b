// The same picture in other kinds of values has the same tone.

import Testing
import Vips

@testable import Imaging

@Suite("Tones of inks and floats")
struct ToneTests {
    private static let width = 48
    private static let height = 36
    private let stored = ImageOptions(resizeMode: .no)

    /// `count` values for each pixel, all of them different.
    private func values(_ count: Int) -> [UInt8] {
        (0..<Self.width * Self.height * count).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 48) }
    }

    private func strips(_ values: [UInt8], bits: Int, photometric: Int, sampleFormat: Int = 1) -> [UInt8] {
        let data: [UInt8]
        switch (bits, sampleFormat) {
        case (16, 1): data = values.flatMap { [$0, $0] }
        case (32, 3):
            data = values.flatMap { value in
                let pattern = (Float(value) / 255).bitPattern
                return (0..<4).map { UInt8(truncatingIfNeeded: pattern >> (8 * $0)) }
            }
        default: data = values
        }
        let perPixel = values.count / Self.width / Self.height
        return MadeStrips(
            width: Self.width, height: Self.height, bits: bits, valuesPerPixel: perPixel, photometric: photometric,
            sampleFormat: sampleFormat, data: data
        ).file
    }

    private func difference(_ one: [UInt8], _ other: [UInt8]) throws -> Double {
        try transformedPixels(one, stored).meanDifference(from: transformedPixels(other, stored))
    }

    @Test("Inks of 16 bits look as those of 8")
    func deepInks() throws {
        let inks = values(4)
        let eight = strips(inks, bits: 8, photometric: 5)
        #expect(try difference(eight, strips(inks, bits: 16, photometric: 5)) < 1)
        // Each ink takes its share of the light.
        let first = try transformedPixels(eight, stored).pixel(1, 0)
        let light = 255 - Double(inks[7])
        for band in 0..<3 { #expect(abs(Double(first[band]) - (255 - Double(inks[4 + band])) * light / 255) < 1) }
    }

    @Test("Floats from 0 to 1 look as bytes, grey or coloured")
    func floats() throws {
        for (count, photometric) in [(3, 2), (1, 1)] {
            let values = values(count)
            let bytes = strips(values, bits: 8, photometric: photometric)
            let floats = strips(values, bits: 32, photometric: photometric, sampleFormat: 3)
            #expect(try difference(bytes, floats) < 1, "\(count) values a pixel")
        }
    }

    @Test(
        "Inks whose profile is for other colours, or damaged, look as without one",
        arguments: ["rgb", "lab", "cut", "junk", "one byte"])
    func unusableProfiles(kind: String) throws {
        var profile = MadeProfile.swapped.bytes
        switch kind {
        case "lab": profile.replaceSubrange(16..<20, with: Array("Lab ".utf8))
        case "cut":
            // Says that it is for inks, and has no tables for them.
            profile.replaceSubrange(16..<20, with: Array("CMYK".utf8))
            profile.removeSubrange(150...)
        case "junk": profile = (0..<180).map { UInt8(truncatingIfNeeded: $0 * 31) }
        case "one byte": profile = [7]
        default: break
        }
        let plain = try DrawnImage.encoded(seed: 4, width: 60, height: 44, kind: .cmyk)
        let segment = JPEGBytes.segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1] + profile)
        let file = Array(plain[..<2]) + segment + plain[2...]
        #expect(try difference(plain, file) == 0)
        var converting = stored
        converting.convertsToSRGB = true
        #expect(try transformedPixels(file, converting).values == transformedPixels(plain, stored).values)
    }
}
