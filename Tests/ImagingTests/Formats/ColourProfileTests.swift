// ICC profiles: kept out, or converted to sRGB.

import Ground
import Testing
import Vips

@testable import Imaging

@Suite("Colour profiles")
struct ColourProfileTests {
    private func options(converts: Bool, _ format: EncodeFormat = .jpg) -> ImageOptions {
        var options = ImageOptions(resizeMode: .no, encodeFormat: format, encodeQuality: format == .png ? 1 : 100)
        options.convertsToSRGB = converts
        return options
    }

    /// One colour, orange, in a JPEG or PNG with a profile.
    private func file(_ format: DrawnImage.Format, _ profile: MadeProfile) throws -> [UInt8] {
        let rows = [[UInt8]](repeating: (0..<16).flatMap { _ in [UInt8(220), 120, 40] }, count: 16)
        var png = MadePNG(width: 16, height: 16, colourType: 2, rows: rows)
        guard format == .jpg else {
            png.chunks = [MadePNG.profileChunk(profile.bytes)]
            return png.file
        }
        let plain = try transformed(png.file, options(converts: false)).bytes.withUnsafeBytes { Array($0) }
        return Array(plain[0..<2]) + profile.jpegSegment + plain[2...]
    }

    private func colour(_ file: [UInt8], converts: Bool) throws -> [Int] {
        try DecodedPixels(transformed(file, options(converts: converts, .png)).bytes, .png).pixel(1, 0)
    }

    private func isNear(_ one: [Int], _ two: [Int]) -> Bool {
        one.count == two.count && zip(one, two).allSatisfy { abs($0 - $1) <= 6 }
    }

    @Test("Values stay as they are, and no profile is stored", arguments: [DrawnImage.Format.jpg, .png])
    func keptOut(format: DrawnImage.Format) throws {
        let file = try file(format, .swapped)
        #expect(isNear(try colour(file, converts: false), [220, 120, 40]))
        for target in EncodeFormat.allCases {
            for converts in [false, true] {
                let result = try transformed(file, options(converts: converts, target))
                let loader: ImageLoader =
                    switch target {
                    case .jpg: .jpeg
                    case .png: .png
                    case .webp: .webp
                    case .avif: .heif
                    }
                let hasProfile = try result.bytes.withUnsafeBytes { raw in
                    try PixelImage(loading: raw, with: loader).withProfile { $0 != nil }
                }
                #expect(!hasProfile, "\(target)")
            }
        }
    }

    @Test("to-srgb converts with the file's profile", arguments: [DrawnImage.Format.jpg, .png])
    func converted(format: DrawnImage.Format) throws {
        #expect(isNear(try colour(file(format, .swapped), converts: true), [120, 220, 40]))
    }

    @Test("to-srgb converts JPEG to JPEG as well, which takes the way through libvips")
    func jpegToJPEG() throws {
        let file = try file(.jpg, .swapped)
        let pixels = try DecodedPixels(transformed(file, options(converts: true)).bytes, .jpeg)
        #expect(isNear(pixels.pixel(8, 8), [120, 220, 40]))
        let header = file.withUnsafeBytes { JPEGHeader(scanning: $0) }
        #expect(try ImagePath(for: .jpeg, header: header, options: options(converts: true)) == .libvips(.jpeg))
        #expect(try ImagePath(for: .jpeg, header: header, options: options(converts: false)) != .libvips(.jpeg))
    }

    @Test("A profile that is sRGB's by its name costs nothing: planes, and equal bytes")
    func knownSRGB() throws {
        let file = try file(.jpg, MadeProfile(name: "sRGB IEC61966-2.1"))
        let header = file.withUnsafeBytes { JPEGHeader(scanning: $0) }
        #expect(header?.hasICCProfile == true)
        #expect(try ImagePath(for: .jpeg, header: header, options: options(converts: true)) != .libvips(.jpeg))
        let bytes = try [true, false].map { converts in
            try transformed(file, options(converts: converts)).bytes.withUnsafeBytes { Array($0) }
        }
        #expect(bytes[0] == bytes[1])
    }

    @Test("Names of profiles in both versions")
    func names() {
        func isSRGB(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { ColourProfile($0).isSRGB } }
        for name in ["sRGB IEC61966-2.1", "sRGB built-in", "sRGB"] {
            #expect(isSRGB(MadeProfile(name: name).bytes))
        }
        for name in ["Adobe RGB (1998)", "Display P3", "sRGB-elle-V2-g10.icc", "Linear sRGB", ""] {
            #expect(!isSRGB(MadeProfile(name: name).bytes))
        }
        // Version 4 has its text in UTF-16.
        var bytes = MadeProfile(name: "nothing of the kind, but long enough").bytes
        let start = 132 + 12 * 8
        let text = "sRGB v4".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        let record =
            Array("mluc\0\0\0\0".utf8) + MadePNG.big(1) + MadePNG.big(12) + Array("enUS".utf8)
            + MadePNG.big(text.count) + MadePNG.big(28) + text
        bytes.replaceSubrange(start..<start + record.count, with: record)
        #expect(isSRGB(bytes))
        for count in 0..<bytes.count { _ = isSRGB(Array(bytes.prefix(count))) }
    }

    @Test("A broken profile is as none")
    func broken() throws {
        var profile = MadeProfile.swapped.bytes
        profile.removeSubrange(200...)
        var png = MadePNG(
            width: 2, height: 1, colourType: 2, rows: [[220, 120, 40, 220, 120, 40]])
        png.chunks = [MadePNG.profileChunk(profile)]
        #expect(isNear(try colour(png.file, converts: true), [220, 120, 40]))
    }

    @Test("Inks without a profile take away their share of the light")
    func inks() {
        let inks: [UInt8] = [0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 51, 102, 153, 51]
        var result = [UInt8](repeating: 7, count: 12)
        inks.withUnsafeBytes { from in
            result.withUnsafeMutableBytes { to in
                guard let from = from.baseAddress, let to = to.baseAddress else { return }
                PixelForm.inks.convert(from, pixels: 4, bands: 3, into: to)
            }
        }
        #expect(result == [255, 255, 255, 0, 255, 255, 0, 0, 0, 163, 122, 82])
    }

    @Test("CMYK with and without a profile, converted or not, shows the picture", arguments: [true, false])
    func cmyk(converts: Bool) throws {
        let expected = try transformed(
            DrawnImage.encoded(seed: 11, width: 120, height: 90, format: .png), options(converts: false))
        // A file with an orientation keeps its metadata, libvips' own CMYK profile among it.
        for orientation in [1, 3] {
            let file = try DrawnImage(seed: 11, width: 120, height: 90, kind: .cmyk, orientation: orientation)
                .encoded(as: .jpg, quality: 100)
            let hasProfile = file.withUnsafeBytes { JPEGHeader(scanning: $0)?.hasICCProfile }
            #expect(hasProfile == (orientation == 3))
            var options = options(converts: converts)
            options.orients = false
            let result = try transformed(file, options)
            let difference = try DecodedPixels(result.bytes, .jpeg).meanDifference(
                from: DecodedPixels(expected.bytes, .jpeg))
            // libvips' inks are not those that the plain product assumes.
            #expect(difference < (orientation == 3 ? 14 : 24), "\(difference)")
        }
    }
}
