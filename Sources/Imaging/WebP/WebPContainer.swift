// Which WebP files need more than their one picture.

/// What the extended header of a WebP says (RFC 9649, section 2.7).
struct WebPContainer {
    /// The flags; 0 for a file without an extended header.
    private let flags: UInt8

    init(_ bytes: UnsafeRawBufferPointer) {
        let isExtended = bytes.count > 20 && bytes[12..<16].elementsEqual("VP8X".utf8)
        flags = isExtended ? bytes[20] : 0
    }

    var isAnimation: Bool { flags & 0x02 != 0 }
    /// It may tell an orientation.
    var hasEXIF: Bool { flags & 0x08 != 0 }
    var hasProfile: Bool { flags & 0x20 != 0 }
}
