// What an image's pixels are, and how they become plain grey or RGB.

internal import CVips

extension PixelImage {
    /// How one value of a pixel is stored.
    package enum Depth: Sendable {
        /// 0...255.
        case eightBit
        /// 0...65535.
        case sixteenBit
        /// Anything else: signed, 32-bit or floating point.
        case other
    }

    /// How one value is stored.
    package var depth: Depth {
        switch pointer.pointee.BandFmt {
        case VIPS_FORMAT_UCHAR: .eightBit
        case VIPS_FORMAT_USHORT: .sixteenBit
        default: .other
        }
    }

    /// Bytes of one pixel.
    package var pixelBytes: Int { bands * Int(vips_format_sizeof(pointer.pointee.BandFmt)) }

    /// EXIF orientation, 1...8; 1 when the file has none.
    package var orientation: Int { Int(vips_image_get_orientation(pointer)) }

    /// Whether a JPEG is progressive: its decoder holds the whole image.
    package var isMultiScan: Bool { vips_image_get_typeof(pointer, "jpeg-multiscan") != 0 }

    /// Whether the pixels are already one or three bands of grey or RGB, 8 or 16 bits.
    package var isPlain: Bool { (bands == 1 || bands == 3) && hasPlainValues }

    /// As `isPlain`, with an opacity behind them, which the colours are not multiplied with.
    package var isPlainWithOpacity: Bool { (bands == 2 || bands == 4) && hasPlainValues }

    private var hasPlainValues: Bool {
        guard depth != .other else { return false }
        switch pointer.pointee.Type {
        case VIPS_INTERPRETATION_sRGB, VIPS_INTERPRETATION_RGB, VIPS_INTERPRETATION_RGB16, VIPS_INTERPRETATION_B_W,
            VIPS_INTERPRETATION_GREY16, VIPS_INTERPRETATION_MULTIBAND:
            return true
        default: return false
        }
    }

    /// The image as one or three bands of grey or RGB, transparency laid over a colour; or as inks.
    ///
    /// Four inks are converted with the file's profile; where none explains them they stay inks, see `isInks`. Signed, 32-bit and
    /// floating-point values are brought to 8 bits with their tones kept: by 255 when the largest is at most 1,
    /// as they are when it is at most 255, otherwise by the largest. For that the pixels are held in memory.
    ///
    /// - Parameters:
    ///   - keepsSixteenBit: false turns 16 bits into 8.
    ///   - matte: red, green and blue, 0...255, under what is transparent. A grey image stays grey over a grey one.
    ///   - convertsToSRGB: converts with the file's profile; a broken one, or one for other bands, is ignored.
    package func plain(
        keepsSixteenBit: Bool, matte: [UInt8] = [255, 255, 255], convertsToSRGB: Bool = false
    ) throws(VipsError) -> PixelImage {
        if let inks = try plainInks() { return inks }
        if convertsToSRGB {
            do throws(VipsError) {
                return try convertedToSRGB().plain(keepsSixteenBit: keepsSixteenBit, matte: matte)
            } catch {
                // A wrong profile is no reason to lose the image: as without the option.
            }
        }
        var image = try inGreyOrRGB()
        let colours = image.bands >= 3 ? 3 : 1
        if image.bands == colours + 1 {
            image = try image.flattened(over: matte)
        } else if image.bands > colours {
            image = try image.applying { cvips_extract_bands($0, $1, 0, Int32(colours)) }
        }
        if image.depth == .sixteenBit, !keepsSixteenBit {
            image = try image.applying { cvips_halve_depth($0, $1) }
        }
        return image
    }

    /// Without its last band, the opacity.
    private func flattened(over matte: [UInt8]) throws(VipsError) -> PixelImage {
        let isDeep = depth == .sixteenBit
        let isGrey = bands == 2
        guard !isGrey || Set(matte).count == 1 else {
            return try self.in(isDeep ? VIPS_INTERPRETATION_RGB16 : VIPS_INTERPRETATION_sRGB).flattened(over: matte)
        }
        let full: Double = isDeep ? 65535 : 255
        var levels = matte.prefix(isGrey ? 1 : 3).map { Double($0) * full / 255 }
        let count = Int32(levels.count)
        return try applying { cvips_flatten($0, $1, &levels, count, full) }
    }

    /// The image in 8 or 16 bits of grey or RGB, transparency kept.
    private func inGreyOrRGB() throws(VipsError) -> PixelImage {
        switch pointer.pointee.Type {
        case VIPS_INTERPRETATION_CMYK, VIPS_INTERPRETATION_LAB, VIPS_INTERPRETATION_LABS, VIPS_INTERPRETATION_XYZ:
            return try self.in(VIPS_INTERPRETATION_sRGB)
        default: break
        }
        guard depth == .other else { return try applying { cvips_relabel($0, $1, pointer.pointee.Type) } }
        let held = try rendered()
        var largest = 0.0
        guard cvips_maximum(held.pointer, &largest) == 0 else { throw VipsError(.load) }
        let isFloat = vips_band_format_isfloat(held.pointer.pointee.BandFmt) != 0
        let factor = isFloat && largest <= 1 ? 255 : largest <= 255 ? 1 : 255 / largest
        let scaled = try held.applying { cvips_linear($0, $1, factor, 0.5) }
        let bytes = try scaled.applying { cvips_cast($0, $1, VIPS_FORMAT_UCHAR) }
        let space = bands >= 3 ? VIPS_INTERPRETATION_sRGB : VIPS_INTERPRETATION_B_W
        return try bytes.applying { cvips_relabel($0, $1, space) }
    }

    /// The result of one operation on this image.
    func applying(
        _ operation: (UnsafeMutablePointer<VipsImage>, UnsafeMutablePointer<UnsafeMutablePointer<VipsImage>?>) -> Int32
    ) throws(VipsError) -> PixelImage {
        try PixelImage(.compute) { operation(pointer, $0) }
    }
}
