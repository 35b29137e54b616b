// Images drawn from a seed, for tests, the demo and the benchmarks: the project keeps no image files.

internal import CVips

/// An image that its seed, size and kind determine.
package struct DrawnImage: Sendable {
    /// What is in the image.
    package enum Kind: String, CaseIterable, Sendable {
        /// Colour gradients, shapes and texture: compresses like a photograph.
        case photo
        /// One band.
        case gray
        /// Colour and transparency.
        case alpha
        /// One band and transparency.
        case grayAlpha
        /// At most 256 colours; only png and gif keep it so, others store it as `photo`.
        case palette
        /// Four inks, for jpg and tiff.
        case cmyk
        /// 16 bits per band, for png and tiff.
        case sixteenBit
        /// Floating-point bands from 0 to 1, for tiff.
        case float
        /// Three frames, for gif and webp. The first frame is the `photo` of the same seed.
        case animation
    }

    /// The file formats it can be encoded in; which of them work depends on what libvips was built with.
    package enum Format: String, CaseIterable, Sendable {
        case jpg, png, webp, gif, tiff, avif, heic, jp2, jxl, bmp
    }

    /// Determines every choice.
    package var seed: UInt64
    /// Width in pixels, as stored.
    package var width: Int
    /// Height in pixels, as stored.
    package var height: Int
    /// What is in the image.
    package var kind: Kind
    /// EXIF orientation 1...8 written into the file (jpg, webp, tiff, png); 1 writes none.
    package var orientation = 1
    /// Whether a jpg has several scans.
    package var isProgressive = false
    /// MCUs of a jpg between two restart markers, 0 for none.
    package var restartInterval = 0

    /// A drawn image, nothing computed yet.
    package init(seed: UInt64, width: Int, height: Int, kind: Kind = .photo, orientation: Int = 1) {
        self.seed = seed
        self.width = width
        self.height = height
        self.kind = kind
        self.orientation = orientation
    }

    /// Draws and encodes in one call; the same arguments give the same bytes with the same libvips.
    ///
    /// - Parameter quality: of jpg, webp, avif, heic, jp2 and jxl, 1–100. 500×375 `photo` as jpg at 92 is
    ///   about 110 KB on average over seeds.
    package static func encoded(
        seed: UInt64, width: Int, height: Int, kind: Kind = .photo, format: Format = .jpg, quality: Int = 92
    ) throws(VipsError) -> [UInt8] {
        try DrawnImage(seed: seed, width: width, height: height, kind: kind).encoded(as: format, quality: quality)
    }

    /// The image in colour, three 8-bit bands.
    func drawn() throws(VipsError) -> PixelImage {
        var random = SeededRandom(seed: seed)
        let ground = try sketched(&random)
        let texture = try Texture.shared(across: width, down: height, random: &random)
        // How rough a picture is differs from seed to seed, as it does between photographs.
        let roughness = 0.55 + 1.45 * random.unit()
        let offset = -128.0 * roughness
        let relief = try texture.applying { cvips_linear($0, $1, roughness, offset) }
        let sum = try PixelImage(.compute) { cvips_add(ground.pointer, relief.pointer, $0) }
        let bytes = try sum.applying { cvips_cast($0, $1, VIPS_FORMAT_UCHAR) }
        let labelled = try bytes.applying { cvips_relabel($0, $1, VIPS_INTERPRETATION_sRGB) }
        return try labelled.rendered()
    }

    /// A few colours flowing into each other, and shapes over them.
    private func sketched(_ random: inout SeededRandom) throws(VipsError) -> PixelImage {
        let across = 6
        let down = 5
        let colours = (0..<across * down * 3).map { _ in UInt8(30 + random.below(196)) }
        let grid = try PixelImage(copying: colours, width: across, height: down, bands: 3)
        let ground = try grid.applying {
            cvips_resize($0, $1, Double(width) / Double(across), Double(height) / Double(down), VIPS_KERNEL_LINEAR)
        }
        let canvas = try ground.rendered()
        for _ in 0..<8 {
            var ink = (0..<3).map { _ in Double(20 + random.below(216)) }
            let left = random.below(width)
            let top = random.below(height)
            let size = 1 + random.below(max(2, min(width, height) / 4))
            let status =
                random.below(2) == 0
                ? cvips_draw_circle(canvas.pointer, &ink, 3, Int32(left), Int32(top), Int32(size / 2))
                : cvips_draw_rect(
                    canvas.pointer, &ink, 3, Int32(left), Int32(top), Int32(size), Int32(1 + random.below(size)))
            guard status == 0 else { throw VipsError(.compute) }
        }
        return canvas
    }
}
