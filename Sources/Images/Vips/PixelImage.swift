// The owner of one libvips image: a recipe for pixels, computed when they are asked for.

internal import CVips

/// One image of libvips. Operations give new images; pixels are computed when a saver or a `PixelReader` asks.
package struct PixelImage: ~Copyable {
    /// Owned: unreferenced by `deinit`. libvips keeps the images it is computed from alive itself.
    let pointer: UnsafeMutablePointer<VipsImage>

    /// Runs `call`, which must return 0 and set the image, or fail.
    init(
        _ category: VipsError.Category,
        _ call: (UnsafeMutablePointer<UnsafeMutablePointer<VipsImage>?>) -> Int32
    ) throws(VipsError) {
        var made: UnsafeMutablePointer<VipsImage>?
        guard call(&made) == 0, let made else { throw VipsError(category) }
        pointer = made
    }

    /// An 8-bit image over `pixels`, rows one after the other without gaps, which must outlive it.
    package init(
        borrowing pixels: UnsafeRawBufferPointer, width: Int, height: Int, bands: Int, isSixteenBit: Bool = false
    ) throws(VipsError) {
        let format = isSixteenBit ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR
        guard
            let made = vips_image_new_from_memory(
                pixels.baseAddress, pixels.count, Int32(width), Int32(height), Int32(bands), format)
        else { throw VipsError(.compute) }
        pointer = made
        let space: VipsInterpretation
        switch (bands < 3, isSixteenBit) {
        case (true, false): space = VIPS_INTERPRETATION_B_W
        case (true, true): space = VIPS_INTERPRETATION_GREY16
        case (false, false): space = VIPS_INTERPRETATION_sRGB
        case (false, true): space = VIPS_INTERPRETATION_RGB16
        }
        pointer.pointee.Type = space
    }

    deinit {
        cvips_unref(pointer)
    }

    /// Width in pixels.
    package var width: Int { Int(pointer.pointee.Xsize) }
    /// Height in pixels.
    package var height: Int { Int(pointer.pointee.Ysize) }
    /// Values per pixel.
    package var bands: Int { Int(pointer.pointee.Bands) }
}
