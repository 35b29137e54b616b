// The header of a Windows bitmap, checked against the bytes that are there.

/// What a bitmap's header says; every number in it is known to fit the file.
struct BitmapHeader {
    /// Width in pixels, at least 1.
    let width: Int
    /// Height in pixels, at least 1.
    let height: Int
    /// Whether the first row stored is the top one.
    let isTopDown: Bool
    /// 1, 4, 8, 16, 24 or 32.
    let bitsPerPixel: Int
    /// Where the rows begin in the file.
    let pixelOffset: Int
    /// Bytes from one row to the next.
    let rowBytes: Int
    /// Colours of 1-, 4- and 8-bit pixels, blue, green, red each; missing ones are black.
    let palette: [UInt8]
    /// Whether the pixels are runs of palette entries instead of rows.
    let isRunLengthCoded: Bool
    /// Bits of red, green, blue and opacity in 16- and 32-bit pixels.
    let masks: [UInt32]

    /// Bands of the decoded image.
    var bands: Int { masks[3] == 0 ? 3 : 4 }

    /// Reads the header of `bytes`.
    init(_ bytes: UnsafeRawBufferPointer) throws(ImageError) {
        func number(_ offset: Int, _ count: Int) throws(ImageError) -> Int {
            guard offset >= 0, offset + count <= bytes.count else {
                throw ImageError(.decode, "the bitmap is truncated")
            }
            return (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        func signed(_ offset: Int) throws(ImageError) -> Int {
            Int(Int32(truncatingIfNeeded: try number(offset, 4)))
        }
        pixelOffset = try number(10, 4)
        let headerBytes = try number(14, 4)
        let isOld = headerBytes == 12
        guard isOld || (40...124).contains(headerBytes) else {
            throw ImageError(.unsupported, "a bitmap with a header of \(headerBytes) bytes")
        }
        width = isOld ? try number(18, 2) : try signed(18)
        let signedHeight = isOld ? try number(20, 2) : try signed(22)
        isTopDown = signedHeight < 0
        height = abs(signedHeight)
        bitsPerPixel = isOld ? try number(24, 2) : try number(28, 2)
        let compression = isOld ? 0 : try number(30, 4)
        guard width > 0, height > 0 else { throw ImageError(.decode, "the bitmap has no pixels") }
        let hasMasks = compression == 3 && (bitsPerPixel == 16 || bitsPerPixel == 32)
        isRunLengthCoded = compression == 1 && bitsPerPixel == 8 || compression == 2 && bitsPerPixel == 4
        // 4 and 5 are a JPEG and a PNG inside, for printers.
        guard compression == 0 || hasMasks || isRunLengthCoded else {
            throw ImageError(.unsupported, "a bitmap with compression \(compression) of \(bitsPerPixel) bits")
        }
        guard [1, 4, 8, 16, 24, 32].contains(bitsPerPixel) else {
            throw ImageError(.decode, "a bitmap of \(bitsPerPixel) bits per pixel")
        }
        var masks: [UInt32] = bitsPerPixel == 16 ? [0x7C00, 0x03E0, 0x001F, 0] : [0xFF0000, 0xFF00, 0xFF, 0]
        if hasMasks {
            // They follow the 40-byte header; longer headers contain them at the same place.
            for index in 0..<(headerBytes >= 56 ? 4 : 3) {
                masks[index] = UInt32(truncatingIfNeeded: try number(54 + 4 * index, 4))
            }
        }
        self.masks = masks
        var palette: [UInt8] = []
        if bitsPerPixel <= 8 {
            let declared = isOld ? 0 : try number(46, 4)
            let most = 1 << bitsPerPixel
            let entryBytes = isOld ? 3 : 4
            let colours = declared == 0 ? most : min(declared, most)
            palette = [UInt8](repeating: 0, count: most * 3)
            for index in 0..<colours {
                let entry = 14 + headerBytes + index * entryBytes
                guard entry + 3 <= min(bytes.count, max(pixelOffset, 0)) else { break }
                for band in 0..<3 { palette[index * 3 + band] = bytes[entry + band] }
            }
        }
        self.palette = palette
        rowBytes = (width * bitsPerPixel + 31) / 32 * 4
        if isRunLengthCoded {
            guard pixelOffset >= 14 + headerBytes, pixelOffset < bytes.count else {
                throw ImageError(.decode, "the bitmap is truncated")
            }
            return
        }
        // The last row may come without its padding.
        let needed = rowBytes.multipliedReportingOverflow(by: height - 1)
        guard !needed.overflow, pixelOffset >= 14 + headerBytes,
            pixelOffset + needed.partialValue + (width * bitsPerPixel + 7) / 8 <= bytes.count
        else { throw ImageError(.decode, "the bitmap is truncated") }
    }
}
