// A part of an image that must not be recognisable.

/// A box to blur, in shares of the image's width and height as it is stored: that is how img2dataset's lists give them.
package struct BlurBox: Sendable, Equatable {
    package let left: Double
    package let top: Double
    package let right: Double
    package let bottom: Double

    /// A box of these sides; nil for one that cannot be meant: not a number, back to front, or wholly outside of
    /// the image, as pixels given for shares are. Sides that stick out a little are a detector's ordinary work.
    package init?(left: Double, top: Double, right: Double, bottom: Double) {
        // Fails for NaN too.
        guard left <= right, top <= bottom, left < 1, top < 1, right > 0, bottom > 0 else { return nil }
        func bounded(_ side: Double) -> Double { min(max(side, -1), 2) }
        self.init(bounded(left), bounded(top), bounded(right), bounded(bottom))
    }

    private init(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    /// The same part of the image as it is seen upright.
    func turned(by orientation: ExifOrientation) -> BlurBox {
        switch orientation.value {
        case 2: BlurBox(1 - right, top, 1 - left, bottom)
        case 3: BlurBox(1 - right, 1 - bottom, 1 - left, 1 - top)
        case 4: BlurBox(left, 1 - bottom, right, 1 - top)
        case 5: BlurBox(top, left, bottom, right)
        case 6: BlurBox(1 - bottom, left, 1 - top, right)
        case 7: BlurBox(1 - bottom, 1 - right, 1 - top, 1 - left)
        case 8: BlurBox(top, 1 - right, bottom, 1 - left)
        default: self
        }
    }
}

extension BlurBox {
    /// Reads a row's boxes: `[[x_min, y_min, x_max, y_max], …]`, one such list alone, or `null`, `[]` and nothing
    /// for none.
    ///
    /// - Throws: `blurringBoxes` for everything else: an image whose boxes are not known must not pass.
    package static func read(_ text: UnsafeRawBufferPointer) throws(ImageError) -> [BlurBox] {
        var scanner = BlurBoxScanner(text)
        guard let boxes = scanner.boxes() else {
            throw ImageError(.blurringBoxes, String(decoding: text.prefix(80), as: UTF8.self))
        }
        return boxes
    }
}
