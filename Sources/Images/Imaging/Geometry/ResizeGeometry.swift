// Sizes and places to the pixel, as img2dataset 1.47.0 computes them.

/// Where the pixels of an image of one size go in each resize mode. Pure; equal to img2dataset to the pixel.
package struct ResizeGeometry: Sendable, Equatable {
    /// Size of the whole image after resampling, in pixels; at least 1.
    package let scaledWidth: Int
    /// Height of the whole image after resampling, in pixels; at least 1.
    package let scaledHeight: Int
    /// Where the scaled image's left column lies in the result; negative when columns are cut off.
    package private(set) var left: Int
    /// Where the scaled image's top row lies in the result; negative when rows are cut off.
    package private(set) var top: Int
    /// Size of the result, in pixels.
    package private(set) var width: Int
    /// Height of the result, in pixels.
    package private(set) var height: Int
    /// Whether the downscaling filter applies, not the upscaling one.
    package let isReduction: Bool

    /// The scaled image in the middle of the result; an odd pixel more stands right and below.
    init(scaledWidth: Int, scaledHeight: Int, width: Int, height: Int, isReduction: Bool) {
        self.scaledWidth = scaledWidth
        self.scaledHeight = scaledHeight
        self.width = width
        self.height = height
        left = (width - scaledWidth) / 2
        top = (height - scaledHeight) / 2
        self.isReduction = isReduction
    }

    /// The geometry in img2dataset's modes of an image of `width` by `height` pixels, both at least 1, as it is looked
    /// at.
    ///
    /// - Parameter onlyIfBigger: leave an image alone whose deciding side (the smaller for `keepRatio` and
    ///   `centerCrop`, else the larger) is not above `targetSize`.
    package init(width: Int, height: Int, mode: ResizeMode, targetSize: Int, onlyIfBigger: Bool) {
        let decidingSide: Int
        switch mode {
        case .no: decidingSide = targetSize
        case .keepRatio, .centerCrop: decidingSide = min(width, height)
        case .border, .keepRatioLargest, .fit, .fill, .maxArea: decidingSide = max(width, height)
        }
        isReduction = decidingSide > targetSize
        guard mode != .no, !onlyIfBigger || isReduction else {
            (scaledWidth, scaledHeight, self.width, self.height) = (width, height, width, height)
            (left, top) = (0, 0)
            return
        }
        let scale = Double(targetSize) / Double(decidingSide)
        scaledWidth = Self.scaled(width, by: scale)
        scaledHeight = Self.scaled(height, by: scale)
        switch mode {
        case .centerCrop:
            (self.width, self.height) = (targetSize, targetSize)
            left = -((scaledWidth - targetSize) / 2)
            top = -((scaledHeight - targetSize) / 2)
        case .border:
            (self.width, self.height) = (targetSize, targetSize)
            left = (targetSize - scaledWidth) / 2
            top = (targetSize - scaledHeight) / 2
        case .no, .keepRatio, .keepRatioLargest, .fit, .fill, .maxArea:
            (self.width, self.height) = (scaledWidth, scaledHeight)
            (left, top) = (0, 0)
        }
    }

    /// Python's `round`: halves go to the even neighbour.
    private static func scaled(_ side: Int, by scale: Double) -> Int {
        max(1, Int((Double(side) * scale).rounded(.toNearestOrEven)))
    }

    /// The whole image after resampling, without cut or border.
    var uncut: ResizeGeometry {
        var whole = self
        (whole.left, whole.top, whole.width, whole.height) = (0, 0, scaledWidth, scaledHeight)
        return whole
    }

    /// Whether the pixels are computed again; an image that has its size already keeps them.
    package func resamples(width: Int, height: Int) -> Bool {
        scaledWidth != width || scaledHeight != height
    }
}
