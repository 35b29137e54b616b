// JPEG segments written byte by byte.

/// Builds the head of JPEGs that no encoder would make.
enum JPEGBytes {
    /// A segment with its length field.
    static func segment(_ marker: UInt8, _ data: [UInt8]) -> [UInt8] {
        let length = data.count + 2
        return [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + data
    }

    /// An EXIF segment with nothing but an orientation.
    static func exif(orientation: Int, isBigEndian: Bool = false) -> [UInt8] {
        let entry: [UInt8] =
            isBigEndian
            ? [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0]
            : [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, UInt8(orientation), 0, 0, 0]
        return segment(0xE1, Array("Exif\0\0".utf8) + entry + [0, 0, 0, 0])
    }

    /// Head of a JPEG up to the first scan, with `components` as (id, horizontal, vertical).
    static func head(
        frame: UInt8 = 0xC0, precision: UInt8 = 8, width: Int = 40, height: Int = 30,
        components: [(UInt8, UInt8, UInt8)] = [(1, 2, 2), (2, 1, 1), (3, 1, 1)], before: [UInt8] = []
    ) -> [UInt8] {
        var data: [UInt8] = [precision, UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255)]
        data.append(UInt8(components.count))
        for (id, horizontal, vertical) in components { data += [id, horizontal << 4 | vertical, 0] }
        return [0xFF, 0xD8] + before + segment(frame, data) + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0x34]
    }
}
