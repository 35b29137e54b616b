// Sizes and places of the modes that img2dataset does not have, to the pixel.

import Testing

@testable import Imaging

@Suite("Boxes, areas and multiples")
struct BoxGeometryTests {
    private func geometry(
        _ width: Int, _ height: Int, _ mode: ResizeMode, box: String? = nil, area: Int? = nil, size: Int = 256,
        multiple: Int = 1, onlyIfBigger: Bool = false
    ) -> ResizeGeometry {
        var options = ImageOptions(resizeMode: mode, targetSize: size, resizeOnlyIfBigger: onlyIfBigger)
        options.targetBox = box.flatMap { PixelSize($0) }
        options.targetArea = area
        options.sideMultiple = multiple
        return ResizeGeometry(width: width, height: height, options: options)
    }

    @Test(
        "fit gives the largest size of the ratio inside the box",
        arguments: [
            (1023, 767, "512x384", 512, 384), (1024, 767, "512x384", 512, 384), (1025, 767, "512x384", 512, 383),
            (767, 1023, "512x384", 288, 384), (301, 200, "512x384", 512, 340), (10_000, 3, "512x384", 512, 1),
            (3, 10_000, "512x384", 1, 384), (512, 384, "512x384", 512, 384), (333, 500, "99x7", 5, 7),
        ])
    func fit(width: Int, height: Int, box: String, newWidth: Int, newHeight: Int) {
        let geometry = geometry(width, height, .fit, box: box)
        #expect((geometry.width, geometry.height) == (newWidth, newHeight))
        #expect((geometry.scaledWidth, geometry.scaledHeight) == (newWidth, newHeight))
        #expect((geometry.left, geometry.top) == (0, 0))
    }

    @Test("fit into a square is keep_ratio_largest, and fill of a square is center_crop", arguments: [7, 256, 512])
    func squares(size: Int) {
        for width in stride(from: 1, through: 1_200, by: 37) {
            for height in stride(from: 1, through: 900, by: 41) {
                for only in [false, true] {
                    let fit = geometry(width, height, .fit, size: size, onlyIfBigger: only)
                    #expect(fit == geometry(width, height, .keepRatioLargest, size: size, onlyIfBigger: only))
                    let fill = geometry(width, height, .fill, size: size, onlyIfBigger: only)
                    #expect(fill == geometry(width, height, .centerCrop, size: size, onlyIfBigger: only))
                }
            }
        }
    }

    @Test(
        "fill covers the box and cuts the middle out",
        arguments: [
            (1023, 767, "512x384", 512, 384, 0, 0), (1000, 767, "512x384", 512, 393, 0, -4),
            (1025, 601, "512x384", 655, 384, -71, 0), (100, 301, "64x64", 64, 193, 0, -64),
            (301, 100, "64x64", 193, 64, -64, 0), (10, 10, "33x7", 33, 33, 0, -13),
        ])
    func fill(width: Int, height: Int, box: String, scaledWidth: Int, scaledHeight: Int, left: Int, top: Int) {
        let geometry = geometry(width, height, .fill, box: box)
        #expect(PixelSize(width: geometry.width, height: geometry.height).description == box)
        #expect((geometry.scaledWidth, geometry.scaledHeight) == (scaledWidth, scaledHeight))
        #expect((geometry.left, geometry.top) == (left, top))
    }

    @Test(
        "max_area keeps the ratio with at most that many pixels",
        arguments: [
            (1024, 1024, 262_144, 512, 512), (1025, 1024, 262_144, 512, 511), (2000, 1000, 262_144, 724, 362),
            (1000, 2000, 262_144, 362, 724), (512, 512, 262_144, 512, 512), (300, 200, 262_144, 300, 200),
            (65_500, 1, 256, 256, 1), (100_000, 3, 100, 100, 1), (9, 9, 1, 1, 1),
        ])
    func area(width: Int, height: Int, area: Int, newWidth: Int, newHeight: Int) {
        let geometry = geometry(width, height, .maxArea, area: area)
        #expect((geometry.width, geometry.height) == (newWidth, newHeight))
        #expect(geometry.width * geometry.height <= area)
    }

    @Test("max_area takes the pixels of a box or of a square, too")
    func areaOfBox() {
        #expect(geometry(2000, 2000, .maxArea, box: "512x128").width == 256)
        #expect(geometry(2000, 2000, .maxArea, size: 99).width == 99)
    }

    @Test("Only images that are bigger are touched when asked so")
    func onlyIfBigger() {
        #expect(geometry(512, 100, .fit, box: "512x384", onlyIfBigger: true).width == 512)
        #expect(geometry(513, 100, .fit, box: "512x384", onlyIfBigger: true).height == 100)
        #expect(geometry(100, 385, .fit, box: "512x384", onlyIfBigger: true).height == 384)
        let narrow = geometry(512, 9_000, .fill, box: "512x384", onlyIfBigger: true)
        #expect((narrow.width, narrow.height) == (512, 9_000))
        #expect(geometry(513, 385, .fill, box: "512x384", onlyIfBigger: true).height == 384)
    }

    @Test("Sides are rounded down to multiples, and the image is cut, not stretched")
    func multiples() {
        let wide = geometry(301, 200, .keepRatio, multiple: 64)
        #expect((wide.width, wide.height) == (384, 256))
        #expect((wide.scaledWidth, wide.scaledHeight, wide.left, wide.top) == (385, 256, 0, 0))
        // 512x383 becomes 512x320: the width decides, and rows go.
        let fit = geometry(1025, 767, .fit, box: "512x384", multiple: 64)
        #expect((fit.width, fit.height) == (512, 320))
        #expect((fit.scaledWidth, fit.scaledHeight, fit.left, fit.top) == (512, 383, 0, -31))
    }

    @Test("An image that keeps its size is only cut")
    func cut() {
        for (mode, only) in [(ResizeMode.no, false), (.maxArea, false), (.fit, true), (.border, true)] {
            let cut = geometry(1001, 767, mode, size: 1024, multiple: 64, onlyIfBigger: only)
            #expect((cut.width, cut.height) == (960, 704), "\(mode)")
            #expect((cut.scaledWidth, cut.scaledHeight, cut.left, cut.top) == (1001, 767, -20, -31), "\(mode)")
            #expect(!cut.resamples(width: 1001, height: 767), "\(mode)")
        }
        // A side below one multiple has to grow.
        let small = geometry(500, 20, .no, multiple: 64)
        #expect((small.width, small.height) == (448, 64))
        #expect((small.scaledWidth, small.scaledHeight, small.isReduction) == (1600, 64, false))
    }

    @Test("Whatever the image and the mode, sides are multiples and stay inside what was asked for")
    func everySize() {
        for width in [1, 2, 63, 64, 65, 127, 500, 777, 1_023, 4_000] {
            for height in [1, 3, 64, 99, 511, 513, 1_000, 3_999] {
                for mode in ResizeMode.allCases where mode != .border && mode != .centerCrop {
                    for box in ["512x384", "64x64", "640x64"] {
                        let result = geometry(width, height, mode, box: box, multiple: 64)
                        #expect(result.width % 64 == 0 && result.height % 64 == 0)
                        #expect(result.width > 0 && result.height > 0)
                        #expect(result.scaledWidth >= result.width && result.scaledHeight >= result.height)
                        let most = PixelSize(box) ?? PixelSize(width: 1, height: 1)
                        if mode == .fit { #expect(result.width <= most.width && result.height <= most.height) }
                        if mode == .maxArea { #expect(result.width * result.height <= most.pixelCount) }
                    }
                }
            }
        }
    }

    @Test(
        "A size is two numbers and an x",
        arguments: ["512", "x", "512x", "x5", "0x5", "5x0", "+5x5", "5x5x5", "5 x5", "1234567890x1", "５x5"])
    func noSize(text: String) {
        #expect(PixelSize(text) == nil)
    }
}
