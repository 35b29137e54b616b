// What surrounds the picture in a WebP file, read without a library.

/// What the chunks of a WebP say besides the picture (RFC 9649, section 2.7).
struct WebPContainer {
    /// Most chunks looked at; a still image has five at most, unknown ones aside.
    private static let mostChunks = 100

    /// The flags of the extended header; 0 for a file without one.
    private var flags: UInt8 = 0
    /// EXIF orientation; 1 where none or a wrong one is given.
    private(set) var orientation = ExifOrientation(1)

    var isAnimation: Bool { flags & 0x02 != 0 }
    var hasProfile: Bool { flags & 0x20 != 0 }
    private var hasEXIF: Bool { flags & 0x08 != 0 }

    init(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 30, bytes[12..<16].elementsEqual("VP8X".utf8) else { return }
        flags = bytes[20]
        guard hasEXIF, let content = Self.chunk("EXIF", in: bytes) else { return }
        var block = UnsafeRawBufferPointer(rebasing: bytes[content])
        // Some writers keep the mark that JPEG needs.
        if block.starts(with: "Exif\0\0".utf8) { block = UnsafeRawBufferPointer(rebasing: block.dropFirst(6)) }
        orientation = ExifOrientation(tiffBlock: block)
    }

    /// The place of an animation's first frame on its canvas, in pixels; nil where there is none.
    static func firstFrame(of bytes: UnsafeRawBufferPointer) -> (left: Int, top: Int, width: Int, height: Int)? {
        guard let frame = chunk("ANMF", in: bytes), frame.count >= 12 else { return nil }
        func number(_ offset: Int) -> Int {
            (0..<3).reduce(0) { $0 | Int(bytes[frame.lowerBound + offset + $1]) << (8 * $1) }
        }
        return (2 * number(0), 2 * number(3), number(6) + 1, number(9) + 1)
    }

    /// The content of the first chunk of a name; nil where it is missing or cut.
    private static func chunk(_ name: StaticString, in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        var place = 12
        for _ in 0..<mostChunks {
            guard place + 8 <= bytes.count else { return nil }
            let length = (0..<4).reduce(0) { $0 | Int(bytes[place + 4 + $1]) << (8 * $1) }
            let end = place + 8 + length
            if (0..<4).allSatisfy({ bytes[place + $0] == name.utf8Start[$0] }) {
                return end <= bytes.count ? place + 8..<end : nil
            }
            // Chunks are filled up to an even length.
            place = end + length % 2
        }
        return nil
    }
}
