// Protocol Buffers' wire format in, for bytes from anywhere.
// https://protobuf.dev/programming-guides/encoding/

/// The fields of one message, one after another. What is no message ends it early: see `isWhole`.
struct ProtobufFields {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    /// False when the bytes before the end were no field.
    private(set) var isWhole = true

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The next field of bytes, text or a message; fields of numbers are skipped. nil at the end.
    mutating func next() -> (field: UInt64, content: UnsafeRawBufferPointer)? {
        while position < bytes.count {
            guard let tag = varint() else { return nil }
            switch tag & 7 {
            case 0: if varint() != nil { continue }
            case 1: if skip(8) { continue }
            case 5: if skip(4) { continue }
            case 2:
                guard let length = varint(), length <= UInt64(bytes.count - position) else { break }
                let content = UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(length)])
                position += Int(length)
                return (tag >> 3, content)
            default: break
            }
            isWhole = false
            position = bytes.count
        }
        return nil
    }

    private mutating func skip(_ count: Int) -> Bool {
        guard count <= bytes.count - position else { return false }
        position += count
        return true
    }

    /// nil, and the message ends, where there is no number of at most ten bytes.
    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < bytes.count else { break }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        isWhole = false
        position = bytes.count
        return nil
    }
}
