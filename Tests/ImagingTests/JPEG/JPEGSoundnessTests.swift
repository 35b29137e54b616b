// Whether a JPEG is damaged is a matter of the file, not of what it becomes.

import Ground
import Testing
import Vips

@testable import Imaging

@Suite("Whether a JPEG is whole")
struct JPEGSoundnessTests {
    /// A kind of JPEG, each decoded in another way by somebody.
    enum Kind: String, CaseIterable {
        case colour, grey, cmyk, progressive, progressiveGrey, progressiveCMYK, withRestarts

        func encoded() throws -> [UInt8] {
            let kind: DrawnImage.Kind =
                switch self {
                case .grey, .progressiveGrey: .gray
                case .cmyk, .progressiveCMYK: .cmyk
                default: .photo
                }
            var drawn = DrawnImage(seed: 3, width: 203, height: 151, kind: kind)
            drawn.isProgressive = rawValue.hasPrefix("progressive")
            drawn.restartInterval = self == .withRestarts ? 7 : 0
            return try drawn.encoded(as: .jpg, quality: 90)
        }
    }

    private static let endMarker: [UInt8] = [0xFF, 0xD9]

    /// Every way that a picture can take: the verdicts of all must be one.
    private func verdicts(_ file: [UInt8]) -> [String: ImageError.Category?] {
        var verdicts: [String: ImageError.Category?] = [:]
        for format in [EncodeFormat.jpg, .png, .webp] {
            for keeping in [KeptBytes.none, .sameFormat, .anyFormat] {
                for mode in [ResizeMode.no, .border] {
                    var options = ImageOptions(resizeMode: mode, targetSize: 24, encodeFormat: format)
                    options.encodeQuality = format == .png ? 1 : 80
                    options.keeping = keeping
                    verdicts["\(format) \(keeping) \(mode)"] = .some(failure(file, options)?.category)
                }
            }
            var options = ImageOptions(targetSize: 48, encodeFormat: format)
            options.encodeQuality = format == .png ? 1 : 80
            options.targetSizes = [24, 48]
            let body = file.withUnsafeBytes { ByteBuffer(copying: $0) }
            let boxes = BlurBox(left: 0.2, top: 0.2, right: 0.4, bottom: 0.4).map { [$0] } ?? []
            for (number, boxes) in [[], boxes].enumerated() {
                for result in ImageTransformer(options).transform(body, to: [24, 48], blurring: boxes) {
                    let category: ImageError.Category? =
                        if case .failure(let error) = result { error.category } else { nil }
                    verdicts["\(format) in two sizes, \(number)"] = .some(category)
                }
            }
        }
        return verdicts
    }

    private func expect(_ file: [UInt8], isWhole: Bool, _ what: String) {
        let wrong = verdicts(file).filter { $0.value != (isWhole ? nil : .decode) }
        #expect(wrong.isEmpty, "\(what)")
    }

    @Test("A cut fails whatever comes of the image, also behind an end marker", arguments: Kind.allCases)
    func cuts(kind: Kind) throws {
        let file = try kind.encoded()
        for length in [file.count / 40, file.count / 2, file.count - 60] {
            for end in [[], Self.endMarker] {
                expect(Array(file[..<length]) + end, isWhole: false, "\(length) of \(file.count), end \(end)")
            }
        }
    }

    @Test("All data without an end marker, or with half of one, is a picture", arguments: Kind.allCases)
    func endMarker(kind: Kind) throws {
        let file = try kind.encoded()
        expect(file, isWhole: true, "as it is")
        expect(file.dropLast(1), isWhole: true, "half a marker")
        expect(file.dropLast(2), isWhole: true, "no marker")
        expect(file + [1, 2, 3], isWhole: true, "bytes behind")
        expect(file.dropLast(2) + [0x55] + Self.endMarker, isWhole: true, "a byte before the marker")
    }

    /// A change that no decoder minds, of the head of a file.
    enum Oddity: String, CaseIterable {
        case version, bytesBeforeFrame, scanParameters, adobeTransform

        func applied(to file: [UInt8]) throws -> [UInt8] {
            var file = file
            func place(of marker: UInt8) throws -> Int {
                let pairs = zip(file, file.dropFirst()).enumerated()
                return try #require(pairs.first { $0.element == (0xFF, marker) }).offset
            }
            switch self {
            case .version: file[11] = 5
            case .bytesBeforeFrame: file.insert(contentsOf: [1, 2, 3, 4], at: try place(of: 0xC0))
            case .scanParameters:
                let scan = try place(of: 0xDA)
                file.replaceSubrange(scan + 11..<scan + 14, with: [5, 9, 0x21])
            case .adobeTransform:
                file.insert(contentsOf: JPEGBytes.segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 9]), at: 20)
            }
            return file
        }
    }

    @Test("A harmless oddity hides no cut", arguments: Oddity.allCases)
    func oddities(oddity: Oddity) throws {
        let file = try oddity.applied(to: Kind.colour.encoded())
        #expect(file != (try Kind.colour.encoded()))
        expect(file, isWhole: true, "whole")
        for length in [900, file.count / 2, file.count - 60] {
            expect(Array(file[..<length]) + Self.endMarker, isWhole: false, "\(length) of \(file.count)")
        }
    }

    @Test("The only scan a second time changes nothing", arguments: [Kind.colour, .grey, .cmyk, .withRestarts])
    func scanTwice(kind: Kind) throws {
        let file = try kind.encoded()
        let scan = try #require(zip(file, file.dropFirst()).enumerated().first { $0.element == (0xFF, 0xDA) }).offset
        expect(file.dropLast(2) + file[scan...], isWhole: true, "\(kind)")
    }

    @Test("More than 500 scans are too many for every way")
    func manyScans() throws {
        let head = try Kind.progressiveGrey.encoded().dropLast(2)
        func verdictsOf(_ count: Int) -> Set<ImageError.Category?> {
            // Refines a coefficient that has all its bits: libjpeg warns.
            let scan = JPEGBytes.segment(0xDA, [1, 1, 0, 1, 1, 0x10]) + [0x2A]
            return Set(verdicts(Array(head) + (0..<count).flatMap { _ in scan } + Self.endMarker).values)
        }
        #expect(verdictsOf(501) == [.tooManyPixels])
        #expect(verdictsOf(300).count == 1)
    }

    @Test("A scan header that ends in an end marker is no picture")
    func scanWithoutData() throws {
        let file = try Kind.colour.encoded()
        let scan = try #require(zip(file, file.dropFirst()).enumerated().first { $0.element == (0xFF, 0xDA) }).offset
        expect(Array(file[..<(scan + 12)]) + Self.endMarker, isWhole: false, "a header cut by the marker")
        expect(Array(file[..<(scan + 14)]) + Self.endMarker, isWhole: false, "no data")
    }

    @Test("A progressive picture that is cut between two scans fails, with and without an end marker")
    func scans() throws {
        for kind in [Kind.progressive, .progressiveGrey, .progressiveCMYK] {
            let file = try kind.encoded()
            let scans = zip(file, file.dropFirst()).enumerated().filter { $0.element == (0xFF, 0xDA) }.map(\.offset)
            try #require(scans.count > 3)
            for scan in scans.dropFirst() {
                // A scan's tables stand before it: they may stay.
                expect(Array(file[..<scan]) + Self.endMarker, isWhole: false, "\(kind), before the scan at \(scan)")
                expect(Array(file[..<scan]), isWhole: false, "\(kind), before the scan at \(scan), no marker")
            }
        }
    }

    @Test("Lost and doubled restart intervals fail")
    func restarts() throws {
        let file = try Kind.withRestarts.encoded()
        func place(of marker: UInt8) throws -> Int {
            try #require(zip(file, file.dropFirst()).enumerated().first { $0.element == (0xFF, marker) }).offset
        }
        let (first, second) = (try place(of: 0xD1), try place(of: 0xD2))
        expect(Array(file[..<first] + file[second...]), isWhole: false, "one lost")
        var lostMarker = file
        lostMarker.removeSubrange(first..<first + 2)
        expect(lostMarker, isWhole: false, "a marker lost")
    }

    @Test("What is missing can be kept, in every way")
    func kept() throws {
        for kind in Kind.allCases {
            let file = try kind.encoded()
            for format in [EncodeFormat.jpg, .png] {
                var options = ImageOptions(targetSize: 24, encodeFormat: format)
                options.keepsTruncated = true
                #expect(failure(Array(file[..<(file.count / 2)]), options) == nil, "\(kind) \(format)")
            }
        }
    }

    @Test("Scans of single components are all needed")
    func components() {
        let head = JPEGBytes.head().dropLast(12)
        func file(_ scans: [UInt8]) -> [UInt8] {
            head + scans.flatMap { JPEGBytes.segment(0xDA, [1, $0, 0, 0, 63, 0]) + [0x12, 0x34] }
        }
        func isComplete(_ bytes: [UInt8]) -> Bool? {
            bytes.withUnsafeBytes { bytes in
                JPEGHeader(scanning: bytes).map { JPEGScanCoverage(of: bytes, $0).isComplete }
            }
        }
        #expect(isComplete(file([1, 2, 3])) == true)
        #expect(isComplete(file([3, 1, 2])) == true)
        #expect(isComplete(file([1, 2])) == false)
        #expect(isComplete(file([1, 2, 2])) == false)
        #expect(isComplete(file([1])) == false)
    }
}
