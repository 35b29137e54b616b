// The rough surface that drawn images share: drawing new noise for each would cost most of the time.

internal import CVips

/// A tile of coloured noise at several scales, drawn once per process.
///
/// `@unchecked Sendable` holds because the tile is drawn into memory before `init` returns and only read then.
final class Texture: @unchecked Sendable {
    private static let side = 1024
    private static let tile: Result<Texture, VipsError> = Result { () throws(VipsError) in try Texture() }

    private let image: PixelImage

    private init() throws(VipsError) {
        var random = SeededRandom(seed: 0x7E87_0001)
        var sum = try Texture.noise(side: Texture.side, share: 0.30, &random)
        // Each scale twice as coarse: about the spectrum of a photograph.
        for (divisor, share) in [(2, 0.35), (4, 0.45), (16, 0.55)] {
            let octave = try Texture.noise(side: Texture.side / divisor, share: share, &random)
            let scale = Double(divisor)
            let spread = try octave.applying {
                cvips_resize($0, $1, scale, scale, VIPS_KERNEL_LINEAR)
            }
            let added = try PixelImage(.compute) { cvips_add(sum.pointer, spread.pointer, $0) }
            sum = added
        }
        let centred = try sum.applying { cvips_linear($0, $1, 1, 128) }
        let bytes = try centred.applying { cvips_cast($0, $1, VIPS_FORMAT_UCHAR) }
        image = try bytes.rendered()
    }

    /// Noise around 0 with one value for brightness and a weaker one per colour.
    private static func noise(side: Int, share: Double, _ random: inout SeededRandom) throws(VipsError) -> PixelImage {
        var values = [UInt8](repeating: 0, count: side * side * 3)
        values.withUnsafeMutableBytes { values in
            var index = 0
            while index + 3 <= values.count {
                let number = random.next()
                // The mean of four bytes lies near the middle, as sensor noise does.
                let light = (number & 0xFF) + (number >> 8 & 0xFF) + (number >> 16 & 0xFF) + (number >> 24 & 0xFF)
                for band in 0..<3 {
                    let tint = number >> UInt64(32 + 8 * band) & 0x3F
                    values[index + band] = UInt8(truncatingIfNeeded: min(255, light * 7 / 32 + tint / 2))
                }
                index += 3
            }
        }
        let raw = try PixelImage(copying: values, width: side, height: side, bands: 3)
        return try raw.applying { cvips_linear($0, $1, share, -127 * share) }
    }

    /// A piece of the tile at a random place, repeated when it is larger than the tile.
    static func shared(across: Int, down: Int, random: inout SeededRandom) throws(VipsError) -> PixelImage {
        let left = random.below(side)
        let top = random.below(side)
        let tile = try tile.get()
        let columns = Int32((left + across - 1) / side + 1)
        let rows = Int32((top + down - 1) / side + 1)
        let carpet = try tile.image.applying { cvips_replicate($0, $1, columns, rows) }
        return try carpet.applying {
            cvips_crop($0, $1, Int32(left), Int32(top), Int32(across), Int32(down))
        }
    }
}
