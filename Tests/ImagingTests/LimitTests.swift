// Limits that keep one image from taking a worker for long.

import Ground
import Testing
import Vips

@testable import Imaging

@Suite("Limits on one image")
struct LimitTests {
    private func category(_ bytes: [UInt8], _ options: ImageOptions = ImageOptions()) -> ImageError.Category? {
        do throws(ImageError) {
            _ = try ImageTransformer(options).transform(bytes.withUnsafeBytes { ByteBuffer(copying: $0) })
            return nil
        } catch {
            return error.category
        }
    }

    @Test("An image that takes too long fails, whatever decodes it", arguments: [DrawnImage.Format.jpg, .png, .avif])
    func time(format: DrawnImage.Format) throws {
        let bytes = try DrawnImage.encoded(seed: 3, width: 400, height: 300, kind: .photo, format: format, quality: 80)
        var options = ImageOptions()
        options.maximumSeconds = 0
        #expect(category(bytes, options) == .tooSlow)
        #expect(category(bytes) == nil)
    }

    @Test("A limit on pixels brings memory and time with it")
    func pixels() throws {
        let bytes = try DrawnImage.encoded(seed: 3, width: 40, height: 30, format: .png)
        var options = ImageOptions(targetSize: 16)
        options.limitPixels(to: 1200)
        #expect(category(bytes, options) == nil)
        #expect(options.maximumDecodedBytes == 1 << 29 && options.maximumSeconds == 10)
        options.limitPixels(to: 1199)
        #expect(category(bytes, options) == .tooManyPixels)
        options.limitPixels(to: ImageOptions.largestMaximumPixels)
        #expect(category(bytes, options) == nil)
        #expect(options.maximumDecodedBytes == 4 << 30 && options.maximumSeconds == 80)
    }

    /// A progressive picture of the largest size allowed, followed by scans of next to nothing.
    private func scanBomb(components: [(UInt8, UInt8, UInt8)], scans: Int) -> [UInt8] {
        let head = JPEGBytes.head(frame: 0xC2, width: 11_000, height: 11_000, components: components)
        let scan = JPEGBytes.segment(0xDA, [1, 1, 0, 1, 63, 0]) + [0x7F]
        return head + (0..<scans).flatMap { _ in scan } + [0xFF, 0xD9]
    }

    @Test("A picture of thousands of scans costs nothing in planes and in libvips")
    func scans() {
        let colour: [(UInt8, UInt8, UInt8)] = [(1, 2, 2), (2, 1, 1), (3, 1, 1)]
        #expect(category(scanBomb(components: colour, scans: 3000)) == .tooManyPixels)
        #expect(category(scanBomb(components: colour + [(4, 2, 2)], scans: 3000)) == .tooManyPixels)
    }

    @Test("An AVIF that claims to be smaller than it is fails before it is decoded")
    func lyingAVIF() throws {
        var bytes = try DrawnImage.encoded(
            seed: 3, width: 400, height: 300, kind: .photo, format: .avif, quality: 50)
        #expect(bytes.withUnsafeBytes { CodedFrameSizes(bytes: $0).largestPixelCount } == 400 * 300)
        let box = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("ispe".utf8)) })
        bytes.replaceSubrange(box + 8..<box + 16, with: [0, 0, 0, 100, 0, 0, 0, 100])
        var options = ImageOptions()
        options.maximumPixels = 100_000
        #expect(category(bytes, options) == .tooManyPixels)
        #expect(category(bytes) == .decode)
    }

    @Test("A HEIC that claims to be smaller than it is fails before it is decoded")
    func lyingHEIC() throws {
        var bytes = try DrawnImage.encoded(
            seed: 3, width: 400, height: 296, kind: .photo, format: .heic, quality: 50)
        #expect(bytes.withUnsafeBytes { CodedFrameSizes(bytes: $0).largestPixelCount } == 400 * 296)
        let box = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("ispe".utf8)) })
        bytes.replaceSubrange(box + 8..<box + 16, with: [0, 0, 0, 100, 0, 0, 0, 100])
        var options = ImageOptions()
        options.maximumPixels = 100_000
        #expect(category(bytes, options) == .tooManyPixels)
    }

    @Test("A parameter set among a picture's own units counts as well")
    func setsAmongUnits() throws {
        let bytes = try DrawnImage.encoded(seed: 3, width: 400, height: 296, kind: .photo, format: .heic, quality: 50)
        let box = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("hvcC".utf8)) })
        // Arrays of one unit each follow the 23rd byte: the second is the sequence parameter set.
        var start = box + 4 + 23
        start += 5 + Int(bytes[start + 3]) << 8 + Int(bytes[start + 4])
        let length = Int(bytes[start + 3]) << 8 + Int(bytes[start + 4])
        let unit = bytes[start + 5..<start + 5 + length]
        for (bytes, zeros) in [(4, [0, 0, 0]), (2, [0]), (1, [])] as [(Int, [UInt8])] {
            let chain = zeros + [1, 0x02] + zeros + [UInt8(length)] + unit
            #expect(chain.withUnsafeBytes { HEVCParameterSets.pixels(ofUnits: $0, lengthBytes: bytes) } == 400 * 296)
        }
        let nothing = [UInt8](repeating: 0, count: 100)
        #expect(nothing.withUnsafeBytes { HEVCParameterSets.pixels(ofUnits: $0, lengthBytes: 4) } == 0)
    }

    @Test("AVIF with transparency and HEIC are not held up")
    func soundHEIF() throws {
        let alpha = try DrawnImage.encoded(seed: 3, width: 60, height: 40, kind: .alpha, format: .avif, quality: 50)
        #expect(alpha.withUnsafeBytes { CodedFrameSizes(bytes: $0).largestPixelCount } == 60 * 40)
        let heic = try DrawnImage.encoded(seed: 3, width: 100, height: 72, kind: .photo, format: .heic, quality: 50)
        // HEVC codes whole blocks of 8 pixels.
        #expect(heic.withUnsafeBytes { CodedFrameSizes(bytes: $0).largestPixelCount } == 104 * 72)
        #expect(category(alpha) == nil && category(heic) == nil)
    }
}
