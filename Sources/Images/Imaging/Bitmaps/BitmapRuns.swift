// The pixels of a run-length coded Windows bitmap: RLE8 and RLE4.

/// Draws runs of palette entries (MS-WMF, 3.1.6.2). What no run reaches has the palette's first colour, as in Windows.
///
/// Runs that stick out of their row are cut, as Pillow cuts them. Every step takes at least two bytes of the file.
struct BitmapRuns {
    private let header: BitmapHeader
    private let bytes: UnsafeRawBufferPointer
    private let pixels: UnsafeMutableRawBufferPointer
    private var column = 0
    /// Rows as they are stored, mostly from below.
    private var row = 0

    /// - Parameter pixels: room for exactly the image, in RGB.
    init(_ header: BitmapHeader, _ bytes: UnsafeRawBufferPointer, into pixels: UnsafeMutableRawBufferPointer) {
        self.header = header
        self.bytes = bytes
        self.pixels = pixels
    }

    /// Throws `decode` where the data ends before the picture does, unless it says itself that nothing more comes.
    mutating func draw() throws(ImageError) {
        fill()
        let (bytes, isEightBit) = (bytes, header.bitsPerPixel == 8)
        var place = header.pixelOffset
        while place + 1 < bytes.count {
            let (count, value) = (Int(bytes[place]), Int(bytes[place + 1]))
            place += 2
            if count > 0 {
                drawRun(of: count) { isEightBit ? value : $0 % 2 == 0 ? value >> 4 : value & 15 }
                continue
            }
            switch value {
            case 0: (column, row) = (0, row + 1)
            case 1: return
            case 2:
                guard place + 1 < bytes.count else { throw Self.isCut }
                column += Int(bytes[place])
                row += Int(bytes[place + 1])
                place += 2
            default:
                // As many pixels one by one, filled up to two bytes.
                let length = isEightBit ? value : (value + 1) / 2
                guard place + length <= bytes.count else { throw Self.isCut }
                drawRun(of: value) { index in
                    isEightBit
                        ? Int(bytes[place + index])
                        : Int(bytes[place + index / 2]) >> (index % 2 == 0 ? 4 : 0) & 15
                }
                place += length + length % 2
            }
        }
        // Some writers leave the end code out.
        let isWhole = row >= header.height || row == header.height - 1 && column >= header.width
        guard isWhole else { throw Self.isCut }
    }

    private static let isCut = ImageError(.decode, "the bitmap is truncated")

    private func fill() {
        let (blue, green, red) = (header.palette[0], header.palette[1], header.palette[2])
        for place in stride(from: 0, to: pixels.count - 2, by: 3) {
            pixels[place] = red
            pixels[place + 1] = green
            pixels[place + 2] = blue
        }
    }

    private mutating func drawRun(of count: Int, _ entry: (Int) -> Int) {
        if row < header.height {
            let shown = header.isTopDown ? row : header.height - 1 - row
            for index in 0..<min(count, max(0, header.width - column)) {
                let to = (shown * header.width + column + index) * 3
                let from = entry(index) * 3
                for band in 0..<3 { pixels[to + band] = header.palette[from + 2 - band] }
            }
        }
        column += count
    }
}
