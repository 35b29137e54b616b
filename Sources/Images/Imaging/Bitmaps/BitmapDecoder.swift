// The pixels of a Windows bitmap.

/// Decodes a bitmap's rows into RGB, or RGBA when its masks name an opacity.
struct BitmapDecoder {
    private let header: BitmapHeader
    private let bytes: UnsafeRawBufferPointer

    init(_ header: BitmapHeader, _ bytes: UnsafeRawBufferPointer) {
        self.header = header
        self.bytes = bytes
    }

    /// Fills `pixels`, which holds exactly the image.
    func decode(into pixels: UnsafeMutableRawBufferPointer) throws(ImageError) {
        let bands = header.bands
        let outRowBytes = header.width * bands
        guard pixels.count == outRowBytes * header.height else { throw ImageError(.decode, "wrong size of memory") }
        if header.isRunLengthCoded {
            var runs = BitmapRuns(header, bytes, into: pixels)
            try runs.draw()
            return
        }
        for row in 0..<header.height {
            let stored = header.isTopDown ? row : header.height - 1 - row
            let from = header.pixelOffset + stored * header.rowBytes
            let length = (header.width * header.bitsPerPixel + 7) / 8
            let source = UnsafeRawBufferPointer(rebasing: bytes[from..<from + length])
            let result = UnsafeMutableRawBufferPointer(
                rebasing: pixels[row * outRowBytes..<(row + 1) * outRowBytes])
            switch header.bitsPerPixel {
            case 24: copyColours(source, to: result)
            case 16, 32: unpackMasked(source, to: result)
            default: lookUp(source, to: result)
            }
        }
        if bands == 4 { makeOpaqueIfInvisible(pixels) }
    }

    private func copyColours(_ source: UnsafeRawBufferPointer, to result: UnsafeMutableRawBufferPointer) {
        for column in 0..<header.width {
            result[column * 3] = source[column * 3 + 2]
            result[column * 3 + 1] = source[column * 3 + 1]
            result[column * 3 + 2] = source[column * 3]
        }
    }

    private func lookUp(_ source: UnsafeRawBufferPointer, to result: UnsafeMutableRawBufferPointer) {
        let bits = header.bitsPerPixel
        let mask = (1 << bits) - 1
        for column in 0..<header.width {
            let place = column * bits
            let entry = Int(source[place / 8]) >> (8 - bits - place % 8) & mask
            for band in 0..<3 { result[column * 3 + band] = header.palette[entry * 3 + 2 - band] }
        }
    }

    private func unpackMasked(_ source: UnsafeRawBufferPointer, to result: UnsafeMutableRawBufferPointer) {
        let bands = header.bands
        let pixelBytes = header.bitsPerPixel / 8
        for column in 0..<header.width {
            var pixel: UInt32 = 0
            for byte in 0..<pixelBytes { pixel |= UInt32(source[column * pixelBytes + byte]) << UInt32(8 * byte) }
            for band in 0..<bands { result[column * bands + band] = Self.part(of: pixel, mask: header.masks[band]) }
        }
    }

    /// The bits of `pixel` under `mask`, spread to 0...255.
    private static func part(of pixel: UInt32, mask: UInt32) -> UInt8 {
        guard mask != 0 else { return 0 }
        let shift = UInt32(mask.trailingZeroBitCount)
        let most = UInt64(mask >> shift)
        let value = UInt64((pixel & mask) >> shift)
        return UInt8(truncatingIfNeeded: min(255, (value * 255 + most / 2) / most))
    }

    /// Many writers leave the opacity at 0 everywhere and mean an ordinary image.
    private func makeOpaqueIfInvisible(_ pixels: UnsafeMutableRawBufferPointer) {
        for place in stride(from: 3, to: pixels.count, by: 4) where pixels[place] != 0 { return }
        for place in stride(from: 3, to: pixels.count, by: 4) { pixels[place] = 255 }
    }
}
