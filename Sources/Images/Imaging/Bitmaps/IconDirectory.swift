// The directory of a Windows icon: which of its images is the largest.

/// The entries of an icon file, checked against the bytes that are there.
struct IconDirectory {
    /// Most entries looked at; icons have about ten.
    private static let mostEntries = 256

    /// Where the largest image lies, the one with the most colours among equals.
    let largest: Range<Int>

    init(_ bytes: UnsafeRawBufferPointer) throws(ImageError) {
        func number(_ offset: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        var best: (range: Range<Int>, pixels: Int, bits: Int)?
        let count = bytes.count >= 6 ? min(number(4, 2), Self.mostEntries) : 0
        for index in 0..<count {
            let entry = 6 + 16 * index
            guard entry + 16 <= bytes.count else { break }
            let (length, offset) = (number(entry + 8, 4), number(entry + 12, 4))
            guard length > 0, offset + length <= bytes.count else { continue }
            // A side of 256 is written as 0.
            let width = bytes[entry] == 0 ? 256 : Int(bytes[entry])
            let height = bytes[entry + 1] == 0 ? 256 : Int(bytes[entry + 1])
            let bits = number(entry + 6, 2)
            if let best, (best.pixels, best.bits) >= (width * height, bits) { continue }
            best = (offset..<offset + length, width * height, bits)
        }
        guard let best else { throw ImageError(.decode, "the icon has no whole image") }
        largest = best.range
    }
}
