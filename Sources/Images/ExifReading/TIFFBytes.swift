// Numbers out of a TIFF structure, whose offsets count from its start.

/// The bytes of a file from where its TIFF structure begins, read in the order that its head names.
struct TIFFBytes {
    private let bytes: UnsafeRawBufferPointer
    private let start: Int
    /// Intel's order, lowest byte first.
    let isLittleEndian: Bool

    /// nil when there is no TIFF head at `start`.
    init?(_ bytes: UnsafeRawBufferPointer, start: Int) {
        guard start >= 0, start + 8 <= bytes.count, bytes[start] == bytes[start + 1] else { return nil }
        switch bytes[start] {
        case UInt8(ascii: "I"): isLittleEndian = true
        case UInt8(ascii: "M"): isLittleEndian = false
        default: return nil
        }
        self.bytes = bytes
        self.start = start
        guard (try? number(at: 2, count: 2)) == 42 else { return nil }  // any failure means: no TIFF head
    }

    /// Bytes there are.
    var count: Int { bytes.count - start }

    /// The number in `count` bytes at `offset`: zero beyond the end, as exifread has it.
    ///
    /// - Throws: when the end of the file cuts the number.
    func number(at offset: Int, count: Int) throws(ExifUnreadable) -> UInt64 {
        guard offset < self.count else { return 0 }
        guard offset + count <= self.count else { throw ExifUnreadable() }
        var value: UInt64 = 0
        for index in 0..<count {
            let place = isLittleEndian ? count - 1 - index : index
            value = value << 8 | UInt64(bytes[start + offset + place])
        }
        return value
    }

    /// As many of `count` bytes at `offset` as there are.
    func bytes(at offset: Int, count: Int) -> UnsafeRawBufferPointer {
        guard offset < self.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let end = min(self.count, offset + count)
        return UnsafeRawBufferPointer(rebasing: bytes[start + offset..<start + end])
    }
}
