// Which images are not wanted for their size.

/// Limits that an image must keep to; the defaults let everything pass.
package struct ImageFilters: Sendable, Equatable {
    /// Least length of the shorter side before resizing, in pixels.
    package var minimumSide = 0.0
    /// Most length of the longer side before resizing, in pixels.
    package var maximumSide = Double.infinity
    /// Most width times height before resizing, in pixels.
    package var maximumArea = Double.infinity
    /// Most times that the longer side may be as long as the shorter one.
    package var maximumAspectRatio = Double.infinity
    /// Least bytes of the body.
    package var minimumBytes = 0

    package init() {}

    /// Whether every image passes.
    package var passesAll: Bool { self == ImageFilters() }

    /// Checks a body before anything of it is read.
    package func check(bodyBytes: Int) throws(ImageError) {
        guard bodyBytes >= minimumBytes else {
            throw ImageError(.bodyTooSmall, "\(bodyBytes) bytes are below \(minimumBytes)")
        }
    }

    /// Checks the size in the header, in img2dataset's order.
    func check(width: Int, height: Int) throws(ImageError) {
        let (shorter, longer) = (Double(min(width, height)), Double(max(width, height)))
        guard shorter >= minimumSide else {
            throw ImageError(.imageTooSmall, "\(width)x\(height): a side is below \(minimumSide) pixels")
        }
        guard longer <= maximumSide else {
            throw ImageError(.imageTooLarge, "\(width)x\(height): a side is above \(maximumSide) pixels")
        }
        guard shorter * longer <= maximumArea else {
            throw ImageError(.areaTooLarge, "\(width)x\(height) is above \(maximumArea) pixels")
        }
        guard longer / shorter <= maximumAspectRatio else {
            throw ImageError(.aspectRatioTooLarge, "\(width)x\(height) is above \(maximumAspectRatio) to 1")
        }
    }
}
