// Sizes and places against img2dataset's own.

import Testing

@testable import Imaging

@Suite("Resize geometry")
struct ResizeGeometryTests {
    private func geometry(
        _ width: Int, _ height: Int, _ mode: ResizeMode, size: Int = 256, onlyIfBigger: Bool = false
    ) -> ResizeGeometry {
        ResizeGeometry(width: width, height: height, mode: mode, targetSize: size, onlyIfBigger: onlyIfBigger)
    }

    @Test(
        "keep_ratio gives img2dataset's sizes",
        arguments: [
            (301, 200, 385, 256), (333, 500, 256, 384), (1023, 767, 341, 256), (511, 2, 65408, 256),
            (256, 256, 256, 256),
        ])
    func keepRatio(width: Int, height: Int, newWidth: Int, newHeight: Int) {
        let geometry = geometry(width, height, .keepRatio)
        #expect(geometry.width == newWidth && geometry.height == newHeight)
        #expect(geometry.scaledWidth == newWidth && geometry.left == 0 && geometry.top == 0)
    }

    @Test(
        "keep_ratio_largest gives img2dataset's sizes",
        arguments: [(301, 200, 256, 170), (333, 500, 170, 256), (1023, 767, 256, 192), (511, 2, 256, 1)])
    func keepRatioLargest(width: Int, height: Int, newWidth: Int, newHeight: Int) {
        let geometry = geometry(width, height, .keepRatioLargest)
        #expect(geometry.width == newWidth && geometry.height == newHeight)
    }

    @Test("Halves are rounded to the even side, as Python does")
    func halves() {
        #expect(geometry(512, 5, .keepRatioLargest).height == 2)
        #expect(geometry(512, 7, .keepRatioLargest).height == 4)
    }

    @Test("No side falls below one pixel")
    func onePixel() {
        #expect(geometry(10_000, 1, .border).scaledHeight == 1)
        #expect(geometry(1, 10_000, .keepRatioLargest).width == 1)
    }

    @Test("border places the image in the middle, the odd pixel right and below")
    func border() {
        let geometry = geometry(301, 200, .border)
        #expect(geometry.width == 256 && geometry.height == 256)
        #expect(geometry.scaledWidth == 256 && geometry.scaledHeight == 170)
        #expect(geometry.left == 0 && geometry.top == 43)
        #expect(self.geometry(256, 255, .border).top == 0)
    }

    @Test("center_crop cuts the middle, the odd pixel right and below")
    func centerCrop() {
        let geometry = geometry(301, 200, .centerCrop)
        #expect(geometry.width == 256 && geometry.height == 256)
        #expect(geometry.scaledWidth == 385 && geometry.left == -64 && geometry.top == 0)
    }

    @Test("no keeps every size")
    func no() {
        let geometry = geometry(301, 200, .no)
        #expect(geometry.width == 301 && geometry.height == 200)
        #expect(!geometry.resamples(width: 301, height: 200))
    }

    @Test("Only images with a bigger deciding side are touched when asked so")
    func onlyIfBigger() {
        for mode in [ResizeMode.border, .keepRatioLargest] {
            let small = geometry(200, 256, mode, onlyIfBigger: true)
            #expect(small.width == 200 && small.height == 256, "\(mode)")
            #expect(geometry(200, 257, mode, onlyIfBigger: true).height == 256, "\(mode)")
        }
        for mode in [ResizeMode.keepRatio, .centerCrop] {
            let small = geometry(900, 256, mode, onlyIfBigger: true)
            #expect(small.width == 900 && small.height == 256, "\(mode)")
            #expect(geometry(900, 257, mode, onlyIfBigger: true).height == 256, "\(mode)")
        }
    }

    @Test("The deciding side chooses between the two filters")
    func filterChoice() {
        #expect(!geometry(300, 200, .keepRatio).isReduction)
        #expect(geometry(300, 200, .border).isReduction)
        #expect(!geometry(256, 256, .border).isReduction)
    }
}
