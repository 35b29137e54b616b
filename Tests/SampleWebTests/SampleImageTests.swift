// Image paths and what is drawn for them.

import Ground
import Testing

@testable import SampleWeb

@Suite("Sample images")
struct SampleImageTests {
    @Test("A path and its image say the same")
    func roundTrip() {
        let image = SampleImage(width: 500, height: 375, kind: .gray, seed: 17, format: .png)
        #expect(image.path == "/image/500x375/gray/17.png")
        #expect(SampleImage(path: image.path[...]) == image)
    }

    @Test(
        "A path that is none is no image",
        arguments: [
            "/", "/image", "/image/0x5/photo/1.jpg", "/image/5x9000/photo/1.jpg", "/image/5x5/drawing/1.jpg",
            "/image/5x5/photo/1.exe", "/image/5x5/photo/-1.jpg", "/image/5x5/photo/1.jpg/2", "/image/5/photo/1.jpg",
            "/image/99999999999999999999x5/photo/1.jpg", "/image/5x5/photo/1",
        ])
    func noImages(path: String) {
        #expect(SampleImage(path: path[...]) == nil)
    }

    @Test("Every drawing of the catalog can be drawn")
    func catalogDrawings() throws {
        for image in SampleWebCatalog.drawings {
            #expect(try ImageDrawing.encoded(image).count > 200, "\(image.path)")
        }
    }

    @Test("The cache draws once, and holds no more than its bound")
    func cache() throws {
        let cache = ImageCache(maximumBytes: 20_000)
        let first = SampleImage(width: 64, height: 48, seed: 0)
        let once = try cache.encoded(first)
        #expect(try cache.encoded(first) === once)
        for seed in 1..<30 { _ = try cache.encoded(SampleImage(width: 64, height: 48, seed: UInt64(seed))) }
        #expect(cache.heldBytes <= 20_000)
        #expect(cache.heldBytes > 5_000)
        #expect(try cache.encoded(first) !== once)
    }

    @Test("What cannot be drawn is an error, not a crash")
    func impossible() {
        let error = #expect(throws: SampleWebError.self) {
            try ImageDrawing.encoded(SampleImage(width: 8, height: 8, kind: .cmyk, seed: 1, format: .bmp))
        }
        #expect(error?.category == .drawing)
    }
}
