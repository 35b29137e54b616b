// A bitmap inside an icon: it has no file header, counts twice its height, and ends with a mask of what is seen.

internal import Ground

/// One image of an icon, made readable as a bitmap file of its own.
struct IconBitmap {
    /// The bitmap with a header in front; decodes to RGB, or RGBA where 32 bits per pixel are kept.
    let file: ByteBuffer
    let header: BitmapHeader
    /// One bit per pixel, set where nothing is seen, rows from below filled up to four bytes; nil when it is cut off.
    private let mask: [UInt8]?

    private static let fileHeaderBytes = 14
    /// Long enough to name the four masks.
    private static let longHeaderBytes = 56

    /// - Parameter bytes: of the icon's entry alone, from the bitmap's own header on.
    init(_ bytes: UnsafeRawBufferPointer) throws(ImageError) {
        func number(_ offset: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        guard bytes.count > 40, number(0, 4) == 40 else {
            throw ImageError(.unsupported, "an icon's bitmap with another header than the common one")
        }
        let doubled = Int(Int32(truncatingIfNeeded: number(8, 4)))
        let bits = number(14, 2)
        guard doubled > 1, number(16, 4) == 0 else { throw ImageError(.unsupported, "an icon's compressed bitmap") }
        let colours = bits > 8 ? 0 : number(32, 4) == 0 ? 1 << bits : min(number(32, 4), 1 << bits)
        let isDeep = bits == 32
        let headerBytes = isDeep ? Self.longHeaderBytes : 40
        let offset = Self.fileHeaderBytes + headerBytes + 4 * colours
        var file: [UInt8] = [0x42, 0x4D, 0, 0, 0, 0, 0, 0, 0, 0] + Self.little(offset) + Self.little(headerBytes)
        file += bytes[4..<8]
        file += Self.little(doubled / 2)
        file += bytes[12..<16]
        file += Self.little(isDeep ? 3 : 0)
        file += bytes[20..<40]
        if isDeep { file += [0xFF0000, 0xFF00, 0xFF, 0xFF00_0000].flatMap(Self.little) }
        file += bytes[40...]
        let made = file.withUnsafeBytes { ByteBuffer(copying: $0) }
        self.file = made
        header = try made.withUnsafeBytes { raw throws(ImageError) in try BitmapHeader(raw) }
        let maskRow = (header.width + 31) / 32 * 4
        let start = offset + header.rowBytes * header.height
        let end = start + maskRow * header.height
        mask = end <= file.count ? Array(file[start..<end]) : nil
    }

    private static func little(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// Fills `pixels`, which holds exactly the image in RGBA.
    func decode(into pixels: UnsafeMutableRawBufferPointer) throws(ImageError) {
        let (width, height) = (header.width, header.height)
        guard pixels.count == width * height * 4 else { throw ImageError(.decode, "wrong size of memory") }
        try file.withUnsafeBytes { raw throws(ImageError) in
            let decoder = BitmapDecoder(header, raw)
            if header.bands == 4 {
                try decoder.decode(into: pixels)
                return
            }
            let colours = UnsafeMutableRawBufferPointer.allocate(byteCount: width * height * 3, alignment: 16)
            defer { colours.deallocate() }
            try decoder.decode(into: colours)
            for pixel in 0..<width * height {
                for band in 0..<3 { pixels[pixel * 4 + band] = colours[pixel * 3 + band] }
                pixels[pixel * 4 + 3] = 255
            }
        }
        // With an opacity of its own an icon's mask says nothing more, unless the opacity was left empty.
        let isOpaque = stride(from: 3, to: pixels.count, by: 4).allSatisfy { pixels[$0] == 255 }
        if let mask, isOpaque { hide(pixels, by: mask) }
    }

    private func hide(_ pixels: UnsafeMutableRawBufferPointer, by mask: [UInt8]) {
        let maskRow = (header.width + 31) / 32 * 4
        for row in 0..<header.height {
            let from = (header.height - 1 - row) * maskRow
            for column in 0..<header.width where mask[from + column / 8] >> UInt8(7 - column % 8) & 1 == 1 {
                pixels[(row * header.width + column) * 4 + 3] = 0
            }
        }
    }
}
