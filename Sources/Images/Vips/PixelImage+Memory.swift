// Images that own their pixels.

internal import CVips

extension PixelImage {
    /// An 8-bit image over a copy of `pixels`.
    package init(copying pixels: [UInt8], width: Int, height: Int, bands: Int) throws(VipsError) {
        let made = pixels.withUnsafeBytes {
            vips_image_new_from_memory_copy(
                $0.baseAddress, $0.count, Int32(width), Int32(height), Int32(bands), VIPS_FORMAT_UCHAR)
        }
        guard let made else { throw VipsError(.compute) }
        pointer = made
        pointer.pointee.Type = bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB
    }

    /// The same image with its pixels computed and held in memory.
    package func rendered() throws(VipsError) -> PixelImage {
        guard let made = vips_image_copy_memory(pointer) else { throw VipsError(.compute) }
        return PixelImage(adopting: made)
    }

    /// Takes over one reference.
    init(adopting pointer: UnsafeMutablePointer<VipsImage>) {
        self.pointer = pointer
    }
}
