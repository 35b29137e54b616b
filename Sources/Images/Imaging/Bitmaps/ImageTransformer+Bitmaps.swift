// Windows bitmaps, and icons: the largest image inside, a PNG or a bitmap.

internal import Vips

extension ImageTransformer {
    private static let pngMagic: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    func transformBitmap(
        _ bytes: UnsafeRawBufferPointer, to targetSizes: [Int], blurring boxes: [BlurBox]
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        let bitmap = try BitmapHeader(bytes)
        return try transformPixels(
            width: bitmap.width, height: bitmap.height, bands: bitmap.bands, to: targetSizes, blurring: boxes
        ) { pixels throws(ImageError) in try BitmapDecoder(bitmap, bytes).decode(into: pixels) }
    }

    /// The largest image of an icon; no other is read when that one fails.
    func transformIcon(
        _ bytes: UnsafeRawBufferPointer, to targetSizes: [Int], blurring boxes: [BlurBox]
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        let entry = UnsafeRawBufferPointer(rebasing: bytes[try IconDirectory(bytes).largest])
        if entry.starts(with: Self.pngMagic) {
            return try transform(entry, with: .png, to: targetSizes, blurring: boxes)
        }
        let bitmap = try IconBitmap(entry)
        return try transformPixels(
            width: bitmap.header.width, height: bitmap.header.height, bands: 4, to: targetSizes, blurring: boxes
        ) { pixels throws(ImageError) in try bitmap.decode(into: pixels) }
    }

    /// An image whose pixels `decode` writes, all at once.
    private func transformPixels(
        width: Int, height: Int, bands: Int, to targetSizes: [Int], blurring boxes: [BlurBox],
        decode: (UnsafeMutableRawBufferPointer) throws(ImageError) -> Void
    ) throws(ImageError) -> [Result<TransformedImage, ImageError>] {
        try checkSize(width: width, height: height, pixelBytes: 4)
        let plans = SizedPlans(width: width, height: height, options: options, targetSizes: targetSizes)
        guard plans.first != nil else { return plans.failures }
        let pixels = UnsafeMutableRawBufferPointer.allocate(byteCount: width * height * bands, alignment: 16)
        defer { pixels.deallocate() }
        try decode(pixels)
        let image = try decoding { () throws(VipsError) in
            try PixelImage(borrowing: UnsafeRawBufferPointer(pixels), width: width, height: height, bands: bands)
        }
        return try finish(image, plans: plans, blurring: boxes)
    }
}
