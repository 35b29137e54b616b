// Windows icons: the largest image inside, a PNG or a bitmap.

internal import Vips

extension ImageTransformer {
    private static let pngMagic: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// The largest image of an icon; no other is read when that one fails.
    func transformIcon(
        _ bytes: UnsafeRawBufferPointer, blurring boxes: [BlurBox]
    ) throws(ImageError) -> TransformedImage {
        let entry = UnsafeRawBufferPointer(rebasing: bytes[try IconDirectory(bytes).largest])
        if entry.starts(with: Self.pngMagic) { return try transform(entry, with: .png, blurring: boxes) }
        let bitmap = try IconBitmap(entry)
        let (width, height) = (bitmap.header.width, bitmap.header.height)
        try checkSize(width: width, height: height, pixelBytes: 4)
        let plan = try TransformPlan(width: width, height: height, orientation: 1, options: options)
        let pixels = UnsafeMutableRawBufferPointer.allocate(byteCount: width * height * 4, alignment: 16)
        defer { pixels.deallocate() }
        try bitmap.decode(into: pixels)
        let image = try decoding { () throws(VipsError) in
            try PixelImage(borrowing: UnsafeRawBufferPointer(pixels), width: width, height: height, bands: 4)
        }
        return try finish(image, plan: plan, blurring: boxes)
    }
}
