// Reading an image for nothing but to know that it is whole.

internal import CVips

extension PixelImage {
    /// Whether some of its values are an opacity.
    package var hasAlpha: Bool { vips_image_hasalpha(pointer) != 0 }

    /// Decodes every row and keeps none; fails where the file is cut or damaged.
    ///
    /// - Parameter goesOn: asked between pieces; false ends the reading before the last row.
    package func readAll(while goesOn: () -> Bool) throws(VipsError) {
        let reader = try PixelReader(self)
        var first = 0
        while first < height, goesOn() {
            let count = min(32, height - first)
            try reader.withRows(from: first, count: count) { _, _ in }
            first += count
        }
    }
}
