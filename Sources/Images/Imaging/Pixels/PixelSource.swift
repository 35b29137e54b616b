// Bodies to pixels, by the same decoders, checks and limits as for a dataset's images.

package import Ground

/// Decodes images as they are seen: turned upright, transparency laid over white. One per thread.
package final class PixelSource {
    private let transformer: ImageTransformer
    private let stored = StoredJPEG()

    /// PNG: no image of the others is taken apart in planes.
    static let options = ImageOptions(resizeMode: .no, encodeFormat: .png)

    package init() {
        transformer = ImageTransformer(Self.options)
        transformer.givesPixels = true
    }

    /// The image in `body` at its own size.
    ///
    /// - Throws: as `ImageTransformer.transform`: damaged and cut files fail.
    package func pixels(_ body: ByteBuffer) throws(ImageError) -> RGBImage {
        let image = try transformer.transform(body)
        return RGBImage(
            width: image.width, height: image.height, bytes: image.bytes.withUnsafeBytes { Array($0) })
    }

    /// What is left of an image that is stored as JPEG, 4:2:0, and read again.
    package func storedAsJPEG(_ image: RGBImage, quality: Int) throws(ImageError) -> RGBImage {
        let shown = image.bytes.withUnsafeBytes { bytes in
            Result { () throws(ImageError) in
                try stored.pixels(
                    encoding: bytes, width: image.width, height: image.height, bands: 3, quality: quality)
            }
        }
        stored.trim()
        return try shown.get()
    }
}

extension Canvas {
    /// The drawn pixels as 8 bits of red, green and blue.
    func rgb(isDeep: Bool) -> ByteBuffer {
        let stored = pixels(bytesPerValue: isDeep ? 2 : 1)
        let (count, bands) = (plan.geometry.width * plan.geometry.height, bands)
        let bytes = [UInt8](unsafeUninitializedCapacity: 3 * count) { result, filled in
            for pixel in 0..<count {
                for band in 0..<3 {
                    let place = pixel * bands + (bands == 1 ? 0 : band)
                    // Of 16 bits the upper ones.
                    result[3 * pixel + band] =
                        isDeep ? stored.load(fromByteOffset: 2 * place, as: UInt16.self).highByte : stored[place]
                }
            }
            filled = 3 * count
        }
        return bytes.withUnsafeBytes { ByteBuffer(copying: $0) }
    }
}

extension UInt16 {
    fileprivate var highByte: UInt8 { UInt8(self >> 8) }
}
