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
        guard hasEXIF else { return }
        var place = 12
        for _ in 0..<Self.mostChunks {
            guard place + 8 <= bytes.count else { return }
            let length = (0..<4).reduce(0) { $0 | Int(bytes[place + 4 + $1]) << (8 * $1) }
            let end = place + 8 + length
            if bytes[place..<place + 4].elementsEqual("EXIF".utf8) {
                guard end <= bytes.count else { return }
                var block = UnsafeRawBufferPointer(rebasing: bytes[place + 8..<end])
                // Some writers keep the mark that JPEG needs.
                if block.starts(with: "Exif\0\0".utf8) { block = UnsafeRawBufferPointer(rebasing: block.dropFirst(6)) }
                orientation = ExifOrientation(tiffBlock: block)
                return
            }
            // Chunks are filled up to an even length.
            place = end + length % 2
        }
    }
}
