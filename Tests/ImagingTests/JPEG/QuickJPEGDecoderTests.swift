// The quick decoder of ordinary JPEGs, held to TurboJPEG.

import Foundation
import HostileInputs
import Testing

@testable import Imaging

@Suite("The quick JPEG decoder", .enabled(if: QuickJPEGDecoder.isAvailable))
struct QuickJPEGDecoderTests {
    private static func verdict(_ bytes: [UInt8], reduction: Int = 1) -> JPEGDecoderComparison.Verdict {
        bytes.withUnsafeBytes { JPEGDecoderComparison().compare($0, reduction: reduction) }
    }

    /// Waves and noise: long and short codes, all values.
    private static func picture(_ sampling: ChromaSampling, _ width: Int, _ height: Int) -> PlanePicture {
        var state: UInt64 = 7
        return PlanePicture(sampling, width: width, height: height) { plane, x, y in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let noise = Double(state >> 33) / Double(1 << 31) - 0.5
            let wave = sin(x / 3 + Double(plane)) * cos(y / 5)
            return 128 + 70 * wave + (Int(x / 32) % 2 == 0 ? 200 : 20) * noise
        }
    }

    @Test(
        "Samples are TurboJPEG's in every sampling, at every quality, for every odd size",
        arguments: ChromaSampling.allCases)
    func same(_ sampling: ChromaSampling) throws {
        for (width, height) in [(1, 1), (7, 9), (8, 8), (16, 16), (17, 33), (129, 31), (131, 67), (300, 200)] {
            for quality in [1, 30, 75, 95, 100] {
                let bytes = try Self.picture(sampling, width, height).encoded(quality: quality)
                #expect(Self.verdict(bytes) == .equal, "\(width)x\(height) at \(quality)")
            }
        }
    }

    @Test("Reduced samples are TurboJPEG's, too", arguments: ChromaSampling.allCases, [2, 4, 8])
    func reduced(_ sampling: ChromaSampling, reduction: Int) throws {
        // TurboJPEG knows the reduction by the size asked for: small ones round to the same.
        for (width, height) in [(64, 64), (129, 131), (131, 67), (300, 200), (513, 97)] {
            for quality in [1, 30, 75, 95, 100] {
                let bytes = try Self.picture(sampling, width, height).encoded(quality: quality)
                #expect(Self.verdict(bytes, reduction: reduction) == .equal, "\(width)x\(height) at \(quality)")
            }
        }
    }

    @Test(
        "Progressive pictures have TurboJPEG's samples: every sampling, script, quality, reduction and odd size",
        arguments: ChromaSampling.allCases, JPEGScript.allCases)
    func progressive(_ sampling: ChromaSampling, script: JPEGScript) throws {
        let sizes = [(1, 1), (7, 9), (16, 16), (17, 33), (129, 31), (131, 67), (300, 200)]
        for (index, (width, height)) in sizes.enumerated() {
            for quality in [1, 30, 75, 95, 100] {
                let baseline = try Self.picture(sampling, width, height).encoded(quality: quality)
                let bytes = try #require(
                    script.applied(
                        to: baseline, isGrey: sampling == .grey, restartInterval: index % 3 == 2 ? width / 20 + 1 : 0))
                // TurboJPEG knows the reduction by the size asked for: small ones round to the same.
                for reduction in width > 128 ? [1, 2, 4, 8] : [1] {
                    #expect(
                        Self.verdict(bytes, reduction: reduction) == .equal,
                        "\(width)x\(height) at \(quality), 1/\(reduction)")
                }
            }
        }
    }

    @Test("Five thousand damaged progressive pictures have TurboJPEG's samples or are left to it")
    func damagedProgressive() throws {
        let comparison = JPEGDecoderComparison()
        var equal = 0
        for sampling in [ChromaSampling.quarter, .full, .grey, .half] {
            let baseline = try Self.picture(sampling, 66, 69).encoded(quality: 85)
            for script in JPEGScript.allCases {
                let bytes = try #require(script.applied(to: baseline, isGrey: sampling == .grey))
                var mutator = ByteMutator(seed: UInt64(bytes.count))
                for number in 0..<250 {
                    let reduction = [1, 1, 2, 4, 8][number % 5]
                    let verdict = mutator.mutated(bytes).withUnsafeBytes {
                        comparison.compare($0, reduction: reduction)
                    }
                    if case .different(let place) = verdict {
                        Issue.record("\(sampling) \(script), mutation \(number): \(place)")
                    }
                    if verdict == .equal { equal += 1 }
                }
            }
        }
        // Otherwise nothing was compared.
        #expect(equal > 100)
    }

    @Test("At an eighth, only the DC scans are read; all of them where that is asked for")
    func means() throws {
        let baseline = try Self.picture(.quarter, 400, 300).encoded(quality: 90)
        let bytes = try #require(JPEGScript.libjpeg.applied(to: baseline))
        var damaged = bytes
        let lastScan = try #require((0..<bytes.count - 1).last { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA })
        damaged.removeSubrange(lastScan + 200..<bytes.count - 2)
        func samples(_ bytes: [UInt8], readsAll: Bool) throws -> PlanePicture? {
            try bytes.withUnsafeBytes { bytes in
                let header = try #require(JPEGHeader(scanning: bytes))
                let layout = JPEGPlaneLayout(header: header, sampling: .quarter, reduction: 8)
                let decoder = JPEGPlaneDecoder()
                do throws(ImageError) {
                    try decoder.decode(bytes, header: header, layout: layout, readsAll: readsAll)
                } catch {
                    return nil
                }
                return PlanePicture(
                    .quarter,
                    copying: (0..<layout.planeCount).map { index in
                        SamplePlane(
                            samples: decoder.samples(ofPlane: index, layout), stride: layout.stride(ofPlane: index),
                            width: layout.width(ofPlane: index), height: layout.height(ofPlane: index))
                    })
            }
        }
        let whole = try #require(try samples(bytes, readsAll: true))
        #expect(try samples(bytes, readsAll: false) == whole)
        #expect(try samples(damaged, readsAll: false) == whole)
        #expect(try samples(damaged, readsAll: true) == nil)
        // A scan that is missing is noticed all the same.
        #expect(try samples(Array(bytes[..<lastScan]) + [0xFF, 0xD9], readsAll: false) == nil)
    }

    @Test("Scans in another order, twice or missing are left to TurboJPEG")
    func oddScans() throws {
        let baseline = try Self.picture(.quarter, 90, 70).encoded(quality: 90)
        let bytes = try #require(JPEGScript.bands.applied(to: baseline))
        #expect(Self.verdict(bytes) == .equal)
        let scans = (0..<bytes.count - 1).filter { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA }
        #expect(scans.count == 6)
        // The last scan, whose bits refine DC, once more and not at all.
        let last = bytes[scans[5]...].dropLast(2)
        #expect(Self.verdict(bytes.dropLast(2) + last + [0xFF, 0xD9]) == .leftAlone)
        #expect(Self.verdict(bytes[..<scans[5]] + [0xFF, 0xD9]) == .leftAlone)
        #expect(Self.verdict(bytes[..<scans[5]] + [0, 0] + bytes[scans[5]...]) == .leftAlone)
    }

    @Test(
        "Steps so large that coefficients leave what libjpeg's ways agree on are left to it",
        arguments: JPEGScript.allCases)
    func largeSteps(_ script: JPEGScript) throws {
        let baseline = try Self.picture(.full, 70, 50).encoded(quality: 60)
        let bytes = try #require(script.applied(to: baseline))
        let table = try #require((0..<bytes.count).first { bytes[$0...].starts(with: [0xFF, 0xDB, 0, 0x43, 0]) })
        for (mean, step) in [1, 40, 90, 255].flatMap({ mean in
            [12, 255, 600, 4095, 4096, 8191, 8192, 20_000, 65_535].map { (mean, $0) }
        }) {
            let two = [UInt8(step >> 8), UInt8(step & 255)]
            let steps: [UInt8] = [0x10, 0, UInt8(mean)] + [[UInt8]](repeating: two, count: 63).joined()
            let large = Array(bytes[..<table]) + JPEGBytes.segment(0xDB, steps) + Array(bytes[(table + 0x45)...])
            for reduction in [1, 2, 4, 8] {
                if case .different(let place) = Self.verdict(large, reduction: reduction) {
                    Issue.record("steps \(mean) and \(step), 1/\(reduction): \(place)")
                }
            }
        }
    }

    @Test("A picture with restart markers is decoded; one that lost a marker is not")
    func restarts() throws {
        let bytes = [UInt8](try #require(Data(base64Encoded: Self.restarting, options: .ignoreUnknownCharacters)))
        #expect(Self.verdict(bytes) == .equal)
        let third = try #require((0..<bytes.count).first { bytes[$0...].starts(with: [0xFF, 0xD2]) })
        var lost = bytes
        lost.removeSubrange(third..<(third + 2))
        #expect(Self.verdict(lost) == .leftAlone)
        var swapped = bytes
        swapped[third + 1] = 0xD3
        #expect(Self.verdict(swapped) == .leftAlone)
    }

    @Test("A picture that is truncated, too long or without its end is left to TurboJPEG")
    func leftAlone() throws {
        let bytes = try Self.picture(.quarter, 90, 70).encoded(quality: 90)
        #expect(Self.verdict(bytes) == .equal)
        #expect(Self.verdict(bytes + [1, 2, 3]) == .equal)
        #expect(Self.verdict(bytes.dropLast(2)) == .leftAlone)
        #expect(Self.verdict(Array(bytes[..<(bytes.count / 2)]) + [0xFF, 0xD9]) == .leftAlone)
        #expect(Self.verdict(bytes.dropLast(2) + [0x12, 0x34, 0x56, 0xFF, 0xD9]) == .leftAlone)
    }

    @Test("Damaged pictures have TurboJPEG's samples or are left to it")
    func damaged() throws {
        let comparison = JPEGDecoderComparison()
        var equal = 0
        for sampling in ChromaSampling.allCases {
            let bytes = try Self.picture(sampling, 76, 69).encoded(quality: 85)
            var mutator = ByteMutator(seed: UInt64(bytes.count))
            for number in 0..<800 {
                let reduction = [1, 1, 2, 4, 8][number % 5]
                let verdict = mutator.mutated(bytes).withUnsafeBytes { comparison.compare($0, reduction: reduction) }
                if case .different(let place) = verdict { Issue.record("\(sampling), mutation \(number): \(place)") }
                if verdict == .equal { equal += 1 }
            }
        }
        // Otherwise nothing was compared.
        #expect(equal > 50)
    }

    /// 45x38, a restart after every two MCUs.
    private static let restarting = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5a
        YVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAAR
        CAAmAC0DASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEG
        E1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWG
        h4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEB
        AQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYk
        NOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0
        tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/90ABAAC/9oADAMBAAIRAxEAPwDJsh8oq3IPlqvZDgVcZMrTx2Pc
        p2R9HN/uTOdctV6wjywqIxZatPT4fmHFcSpyqq7Piq1S1Y//0Og0+H5RxWmIuKjsIvlFVde12PR5ooRB57upYjft2joOxznn8q56GDbnyxWo
        0p1oqEFdnGWCZArS8r5elQ6dD8o4rV8r5elRTwznO7PXq1f3J//RPJ+atKwjwwqJo8NV2yX5hXY1ClTPnK1S9c1zcw2FjJdT5EcYycDJPYAf
        jXnd7cSXl3JczHLyMWPXj2HsOla3ibUzcXQsImBhgIL4wcv9fYHH1zWKRXLTxHslzdX+R97lmG9lhlUlvL8j/9K5p8Y2itNkG2iiutpLY6qr
        fsSnIPmqtqmonS9NaZATK58uMjHysQeTn0xRRXDiJOU4xe1z5OhFTxsYy2bP/9PBslyoq9soorhqNuep9XN/u0f/2Q==
        """
}
