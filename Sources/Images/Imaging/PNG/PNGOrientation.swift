// The EXIF orientation of a PNG, which libvips 8.14 does not read.

/// Finds the `eXIf` chunk (PNG, third edition, 11.3.3.4) before a PNG's pixels, never past the bytes.
enum PNGOrientation {
    /// Most chunks looked at.
    private static let mostChunks = 1000

    /// 1...8; 1 where none or a wrong one is given.
    static func value(in bytes: UnsafeRawBufferPointer) -> Int {
        var place = 8
        for _ in 0..<mostChunks {
            guard place + 8 <= bytes.count else { return 1 }
            let length = (0..<4).reduce(0) { $0 << 8 | Int(bytes[place + $1]) }
            let name = bytes[place + 4..<place + 8]
            if name.elementsEqual("IDAT".utf8) { return 1 }
            let end = place + 8 + length
            guard end <= bytes.count else { return 1 }
            if name.elementsEqual("eXIf".utf8) {
                return ExifOrientation(tiffBlock: UnsafeRawBufferPointer(rebasing: bytes[place + 8..<end])).value
            }
            // A checksum follows.
            place = end + 4
        }
        return 1
    }
}
