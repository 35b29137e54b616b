// Cut, damaged and oversized JPEGs.

import Ground
import Testing

@testable import Imaging

@Suite("Damaged JPEGs")
struct JPEGDamageTests {
    private let bytes: [UInt8]

    init() throws {
        let picture = PlanePicture(.quarter, width: 300, height: 200) { plane, x, y in
            let wave = Int(x * 7 + y * 13) % 97
            return plane == 0 ? 60 + Double(wave) : 100 + Double(wave) / 3
        }
        bytes = try picture.encoded(quality: 92)
    }

    private func category(_ bytes: [UInt8], _ options: ImageOptions = ImageOptions()) throws -> ImageError.Category? {
        do {
            _ = try JPEGTransformTests.transformed(bytes, options)
            return nil
        } catch let error as ImageError {
            return error.category
        }
    }

    @Test("A cut picture fails, wherever it is cut")
    func cut() throws {
        for length in [bytes.count / 3, bytes.count / 2, bytes.count * 9 / 10, bytes.count - 10, 700, 300, 30] {
            #expect(try category(Array(bytes[..<length])) == .decode, "\(length) bytes")
        }
    }

    @Test("A missing or half end marker alone does not matter, as for OpenCV")
    func endMarker() throws {
        #expect(try category(Array(bytes.dropLast(2))) == nil)
        #expect(try category(Array(bytes.dropLast(1))) == nil)
    }

    @Test("Bytes after the end and between segments do not matter")
    func garbage() throws {
        #expect(try category(bytes + [1, 2, 3, 4]) == nil)
        let firstSegment = 4 + Int(bytes[4]) << 8 + Int(bytes[5])
        let garbled = bytes[..<firstSegment] + [0, 1, 2, 3] + bytes[firstSegment...]
        #expect(try category(Array(garbled)) == nil)
        #expect(try category(Array(garbled.prefix(bytes.count / 2))) == .decode)
    }

    @Test("A picture that lacks bytes or ends early fails")
    func damaged() throws {
        let middle = bytes.count / 2
        var early = bytes
        early[middle] = 0xFF
        early[middle + 1] = 0xD9
        #expect(try category(early) == .decode)
        #expect(try category(Array(bytes[..<middle] + bytes[(middle + 300)...])) == .decode)
    }

    @Test("Changed bytes never crash, and never harm the next picture")
    func changed() throws {
        let small = try JPEGTransformTests.smooth(.quarter, 40, 30).encoded(orientation: 6)
        let transformer = try JPEGTransformer(ImageOptions(targetSize: 16))
        func result(_ bytes: [UInt8]) throws -> [UInt8]? {
            try bytes.withUnsafeBytes { bytes in
                guard let header = JPEGHeader(scanning: bytes),
                    case .planes(let sampling) = JPEGPathChoice(header)
                else { return nil }
                let image = try transformer.transform(bytes, header: header, sampling: sampling, to: [16])[0].get()
                #expect((image.width, image.height) == (16, 16))
                return image.bytes.withUnsafeBytes { Array($0) }
            }
        }
        let whole = try result(small)
        var failures = 0
        for index in small.indices {
            var changed = small
            changed[index] ^= UInt8(truncatingIfNeeded: 1 << (index % 8)) | 0x10
            do { _ = try result(changed) } catch { failures += 1 }
            if index < 700 { #expect(try result(small) == whole) }
        }
        #expect(failures > 20)
    }

    @Test("Too many pixels are refused before decoding")
    func tooMany() throws {
        #expect(try category(bytes, ImageOptions(maximumPixels: 59_999)) == .tooManyPixels)
        #expect(try category(bytes, ImageOptions(maximumPixels: 60_000)) == nil)
        #expect(try category(bytes, ImageOptions(maximumDecodedBytes: 80_000)) == .tooManyPixels)
        // The size alone, without a picture behind it.
        #expect(try category(JPEGBytes.head(width: 65_000, height: 65_000)) == .tooManyPixels)
    }
}
