// What a server says a body is.

/// Reads the media type out of a `Content-Type`.
package enum MediaType {
    /// Longest type that is kept, in bytes: RFC 6838 allows 127 before and 127 after the slash, nobody uses them.
    static let maximumBytes = 127

    /// `image/jpeg` of ` Image/JPEG; q=1`; nil for what is no media type (RFC 9110, 8.3.1).
    static func named(_ value: Slice<UnsafeRawBufferPointer>) -> String? {
        let type = value.drop(while: isBlank).prefix { $0 != 0x3B && !isBlank($0) }
        guard (3...maximumBytes).contains(type.count), let slash = type.firstIndex(of: 0x2F),
            slash != type.startIndex, slash + 1 != type.endIndex,
            type.allSatisfy({ isToken($0) || $0 == 0x2F }), !type[(slash + 1)...].contains(0x2F)
        else { return nil }
        return String(unsafeUninitializedCapacity: type.count) { room in
            var count = 0
            for byte in type {
                room[count] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
                count += 1
            }
            return count
        }
    }

    /// The same of a text.
    package static func named(_ value: String) -> String? {
        var value = value
        return value.withUTF8 { named(UnsafeRawBufferPointer($0)[...]) }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// RFC 6838's letters of a type's name.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x21, 0x23, 0x24, 0x26, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F: true
        default: false
        }
    }
}
