// What is checked before anything is decoded.

internal import Vips

extension ImageTransformer {
    func checkSize(of image: borrowing PixelImage) throws(ImageError) {
        // The decoder of a progressive JPEG holds two bytes for each coefficient of three bands.
        let pixelBytes = image.isMultiScan ? max(6, image.pixelBytes) : image.pixelBytes
        try checkSize(width: image.width, height: image.height, pixelBytes: pixelBytes)
    }

    func checkSize(width: Int, height: Int, pixelBytes: Int) throws(ImageError) {
        let pixels = width * height
        guard pixels <= options.maximumPixels else {
            throw ImageError(.tooManyPixels, "\(width)x\(height) is above \(options.maximumPixels) pixels")
        }
        guard pixels * pixelBytes <= options.maximumDecodedBytes else {
            throw ImageError(
                .tooManyPixels, "\(width)x\(height) takes more than \(options.maximumDecodedBytes) bytes decoded")
        }
    }

    /// Checks the sizes in a HEIF's boxes, which libheif would refuse with a word of its own.
    func checkNamedSize(_ bytes: UnsafeRawBufferPointer, _ loader: ImageLoader) throws(ImageError) {
        guard loader == .heif, let named = BoxedSize(of: bytes).largest else { return }
        try checkSize(width: named.width, height: named.height, pixelBytes: 3)
    }

    /// EXIF orientation of a loaded image, 1...8.
    func orientation(
        of image: borrowing PixelImage, _ bytes: UnsafeRawBufferPointer, _ loader: ImageLoader
    ) -> Int {
        loader == .png ? PNGOrientation.value(in: bytes) : image.orientation
    }
}
