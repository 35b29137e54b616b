// What is seen of an image: undoes what files do to pixels.

internal import CVips

extension PixelImage {
    /// Colours divided by the opacity they were multiplied with, 8 or 16 bits as before.
    package func unpremultiplied() throws(VipsError) -> PixelImage {
        let (format, space) = (pointer.pointee.BandFmt, pointer.pointee.Type)
        let most: Double = depth == .sixteenBit ? 65535 : 255
        let divided = try applying { cvips_unpremultiply($0, $1, most) }
        let rounded = try divided.applying { cvips_linear($0, $1, 1, 0.5) }
        let cast = try rounded.applying { cvips_cast($0, $1, format) }
        return try cast.applying { cvips_relabel($0, $1, space) }
    }

    /// A part of the image, inside of it, with a colour around it.
    ///
    /// - Parameter matte: red, green and blue, 0...255. Where it is no grey, a grey image becomes a coloured one.
    package func alone(
        left: Int, top: Int, width: Int, height: Int, over matte: [UInt8]
    ) throws(VipsError) -> PixelImage {
        guard bands >= 3 || Set(matte).count == 1 else {
            return try self.in(VIPS_INTERPRETATION_sRGB)
                .alone(left: left, top: top, width: width, height: height, over: matte)
        }
        var levels = matte.prefix(bands >= 3 ? 3 : 1).map(Double.init)
        let count = Int32(levels.count)
        return try applying {
            cvips_part_over($0, $1, Int32(left), Int32(top), Int32(width), Int32(height), &levels, count)
        }
    }
}
