// Limits that keep one image from taking a worker for long.

import ByteBuffers
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
}
