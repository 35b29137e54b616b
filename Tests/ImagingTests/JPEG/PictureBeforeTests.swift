// Nothing of one picture reaches the next: planes, tables and handles are used again.

import Ground
import HostileInputs
import Testing

@testable import Imaging

@Suite("The picture before")
struct PictureBeforeTests {
    /// Stripes, as no part of a grey picture has.
    private static func stripes(_ sampling: ChromaSampling) throws -> [UInt8] {
        try PlanePicture(sampling, width: 150, height: 120) { _, x, _ in Int(x) % 8 < 4 ? 250 : 5 }
            .encoded(quality: 60)
    }

    private static func picture(_ sampling: ChromaSampling) throws -> [UInt8] {
        try PlanePicture(sampling, width: 140, height: 110) { plane, x, y in 40 + x + y / 2 + Double(20 * plane) }
            .encoded(quality: 90)
    }

    private func result(_ bytes: [UInt8], _ transformer: ImageTransformer) -> [UInt8]? {
        let body = bytes.withUnsafeBytes { ByteBuffer(copying: $0) }
        return (try? transformer.transform(body))?.bytes.withUnsafeBytes { Array($0) }
    }

    /// Whether a worker makes of `bytes` what a new one makes of it, whatever it has decoded before.
    private func isSame(_ bytes: [UInt8], after before: [UInt8], _ options: ImageOptions) -> Bool {
        let worker = ImageTransformer(options)
        _ = result(before, worker)
        return result(bytes, worker) == result(bytes, ImageTransformer(options))
    }

    @Test("What is cut anywhere shows nothing of the picture before", arguments: JPEGScript.allCases)
    func cut(_ script: JPEGScript) throws {
        var options = ImageOptions(resizeMode: .no)
        options.keepsTruncated = true
        for sampling in [ChromaSampling.quarter, .grey] {
            let bytes = try #require(script.applied(to: Self.picture(sampling), isGrey: sampling == .grey))
            let before = try Self.stripes(sampling)
            for length in stride(from: 20, to: bytes.count, by: max(1, bytes.count / 40)) {
                let isCut = isSame(Array(bytes[..<length]), after: before, options)
                #expect(isCut, "\(sampling), \(length) of \(bytes.count) bytes")
            }
        }
    }

    @Test("A picture without tables of its own is not decoded by those of the picture before", arguments: [0xC4, 0xDB])
    func tables(_ marker: UInt8) throws {
        let bytes = try Self.picture(.quarter)
        var bare: [UInt8] = [0xFF, 0xD8]
        var end = 2
        bytes.withUnsafeBytes { bytes in
            var segments = JPEGSegments(bytes: bytes, position: 2)
            while let segment = segments.next(), segment.marker != 0xDA {
                if segment.marker != marker { bare += bytes[segment.data.lowerBound - 4..<segment.data.upperBound] }
                end = segment.data.upperBound
            }
        }
        bare += bytes[end...]
        // Without its end marker TurboJPEG decodes it, with tables of its own.
        for script in [JPEGScript.libjpeg, .narrow] {
            let before = try #require(script.applied(to: Self.stripes(.quarter)))
            #expect(isSame(bare, after: before + [0], ImageOptions(resizeMode: .no)))
            #expect(isSame(bare, after: Array(before.dropLast(2)), ImageOptions(resizeMode: .no)))
        }
    }
}
