// From a drawn image to a file's bytes.

internal import CVips

extension DrawnImage {
    /// The file's bytes.
    ///
    /// - Parameter quality: of jpg, webp, avif, heic, jp2 and jxl, 1–100.
    package func encoded(as format: Format, quality: Int = 92) throws(VipsError) -> [UInt8] {
        VipsLibrary.start()
        let image = try pixels()
        if orientation != 1 { vips_image_set_int(image.pointer, "orientation", Int32(orientation)) }
        let quality = Int32(quality)
        // Keeping metadata would also embed libvips' own CMYK profile of almost 1 MB.
        let strips: Int32 = orientation == 1 ? 1 : 0
        let isPalette: Int32 = kind == .palette ? 1 : 0
        switch format {
        case .jpg:
            return try image.saved {
                cvips_jpegsave($0, $1, $2, quality, strips, isProgressive ? 1 : 0, Int32(restartInterval))
            }
        case .png: return try image.saved { cvips_pngsave($0, $1, $2, 3, isPalette, strips) }
        case .webp: return try image.saved { cvips_webpsave($0, $1, $2, quality, 0, strips) }
        case .gif: return try image.saved { cvips_gifsave($0, $1, $2) }
        case .tiff: return try image.saved { cvips_tiffsave($0, $1, $2, strips) }
        case .avif: return try image.saved { cvips_heifsave($0, $1, $2, quality, 1) }
        case .heic: return try image.saved { cvips_heifsave($0, $1, $2, quality, 0) }
        case .jp2: return try image.saved { cvips_jp2ksave($0, $1, $2, quality) }
        case .jxl: return try image.saved { cvips_jxlsave($0, $1, $2, quality) }
        case .bmp: return try bitmap(image)
        }
    }

    /// The drawn image in the bands of its kind.
    private func pixels() throws(VipsError) -> PixelImage {
        let photo = try drawn()
        switch kind {
        case .photo, .palette: return photo
        case .gray: return try photo.in(VIPS_INTERPRETATION_B_W)
        case .alpha: return try transparent(photo)
        case .grayAlpha: return try transparent(photo.in(VIPS_INTERPRETATION_B_W))
        case .cmyk: return try photo.in(VIPS_INTERPRETATION_CMYK)
        case .sixteenBit: return try photo.in(VIPS_INTERPRETATION_RGB16)
        case .float:
            // libvips calls floats in a TIFF so.
            let shares = try photo.applying { cvips_linear($0, $1, 1 / 255, 0) }
            return try shares.applying { cvips_relabel($0, $1, VIPS_INTERPRETATION_scRGB) }
        case .animation: return try animated(photo)
        }
    }

    /// With an opacity that falls from left to right, 255 to 0.
    private func transparent(_ image: consuming PixelImage) throws(VipsError) -> PixelImage {
        var ramp = [UInt8](repeating: 0, count: width * height)
        for column in 0..<width {
            let opacity = UInt8(255 - 255 * column / max(1, width - 1))
            for row in 0..<height { ramp[row * width + column] = opacity }
        }
        let opacity = try PixelImage(copying: ramp, width: width, height: height, bands: 1)
        let base = image
        return try PixelImage(.compute) { cvips_bandjoin(base.pointer, opacity.pointer, $0) }
    }

    /// Three frames one below the other, as libvips keeps an animation.
    private func animated(_ first: borrowing PixelImage) throws(VipsError) -> PixelImage {
        var strip = try first.copiedPixels()
        for frame in 1...2 {
            let next = DrawnImage(seed: seed &+ UInt64(frame) &* 7919, width: width, height: height)
            strip += try next.drawn().copiedPixels()
        }
        let image = try PixelImage(copying: strip, width: width, height: height * 3, bands: 3)
        vips_image_set_int(image.pointer, "page-height", Int32(height))
        return image
    }

    /// An uncompressed Windows bitmap with 24 bits per pixel; libvips writes BMP through ImageMagick only.
    private func bitmap(_ image: borrowing PixelImage) throws(VipsError) -> [UInt8] {
        guard image.bands == 3 else { throw VipsError(.save, "a drawn bmp is of kind photo") }
        let pixels = try image.copiedPixels()
        let stride = (width * 3 + 3) / 4 * 4
        var file: [UInt8] = [0x42, 0x4D]
        func append(_ value: Int, bytes: Int) {
            for byte in 0..<bytes { file.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
        }
        append(54 + stride * height, bytes: 4)
        append(0, bytes: 4)
        append(54, bytes: 4)
        append(40, bytes: 4)
        append(width, bytes: 4)
        append(height, bytes: 4)
        append(1, bytes: 2)
        append(24, bytes: 2)
        append(0, bytes: 24)
        for row in (0..<height).reversed() {
            for column in 0..<width {
                let at = (row * width + column) * 3
                file += [pixels[at + 2], pixels[at + 1], pixels[at]]
            }
            file += [UInt8](repeating: 0, count: stride - width * 3)
        }
        return file
    }
}

extension PixelImage {
    /// Converted to another colour space.
    func `in`(_ space: VipsInterpretation) throws(VipsError) -> PixelImage {
        try PixelImage(.compute) { cvips_colourspace(pointer, $0, space) }
    }

    /// All pixels, row after row.
    package func copiedPixels() throws(VipsError) -> [UInt8] {
        var count = 0
        guard let memory = vips_image_write_to_memory(pointer, &count) else { throw VipsError(.compute) }
        defer { g_free(memory) }
        return [UInt8](UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// What `save` writes, copied out of libvips' memory.
    func saved(
        _ save: (
            UnsafeMutablePointer<VipsImage>, UnsafeMutablePointer<UnsafeMutableRawPointer?>,
            UnsafeMutablePointer<Int>
        ) -> Int32
    ) throws(VipsError) -> [UInt8] {
        var bytes: UnsafeMutableRawPointer?
        var count = 0
        guard save(pointer, &bytes, &count) == 0, let bytes else { throw VipsError(.save) }
        defer { g_free(bytes) }
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }
}
