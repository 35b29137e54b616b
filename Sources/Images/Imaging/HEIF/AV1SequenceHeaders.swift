// How large AV1's sequence headers let a picture be.

/// Reads chains of AV1's units; 0 pixels where there is no sequence header.
enum AV1SequenceHeaders {
    /// AV1 specification, 5.3: a chain of units with a type and, all but the last, a length.
    static func pixels(ofUnits data: UnsafeRawBufferPointer) -> Int {
        var largest = 0
        var position = 0
        while position < data.count {
            let header = data[position]
            position += header & 4 == 0 ? 1 : 2
            var length = data.count - position
            if header & 2 != 0 {
                var value = 0
                for index in 0..<8 where position < data.count {
                    let byte = data[position]
                    position += 1
                    value |= Int(byte & 0x7F) << (7 * index)
                    if byte & 0x80 == 0 { break }
                }
                length = min(value, data.count - position)
            }
            guard length >= 0, position <= data.count else { break }
            if header >> 3 & 15 == 1 {
                let unit = UnsafeRawBufferPointer(rebasing: data[position..<position + length])
                largest = max(largest, pixels(ofSequenceHeader: unit))
            }
            position += length
        }
        return largest
    }

    /// AV1 specification, 5.5.1, as far as the frame's largest size.
    private static func pixels(ofSequenceHeader data: UnsafeRawBufferPointer) -> Int {
        var reader = BitReader(bytes: data)
        reader.skip(4)
        if reader.read(1) == 1 {
            reader.skip(5)
        } else {
            skipOperatingPoints(&reader)
        }
        let widthBits = reader.read(4) + 1
        let heightBits = reader.read(4) + 1
        return (reader.read(widthBits) + 1) * (reader.read(heightBits) + 1)
    }

    private static func skipOperatingPoints(_ reader: inout BitReader) {
        var delayBits: Int?
        if reader.read(1) == 1 {
            reader.skip(64)
            if reader.read(1) == 1 { reader.skipVariableLength() }
            if reader.read(1) == 1 {
                delayBits = reader.read(5) + 1
                reader.skip(42)
            }
        }
        let tellsDelays = reader.read(1) == 1
        for _ in 0...reader.read(5) {
            reader.skip(12)
            if reader.read(5) > 7 { reader.skip(1) }
            if let delayBits, reader.read(1) == 1 { reader.skip(2 * delayBits + 1) }
            if tellsDelays, reader.read(1) == 1 { reader.skip(4) }
        }
    }
}
