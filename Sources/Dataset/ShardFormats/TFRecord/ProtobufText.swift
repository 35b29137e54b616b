// The little of Protocol Buffers' wire format that `tf.train.Example` needs.
// https://protobuf.dev/programming-guides/encoding/

/// A growing run of bytes in that format; cleared and used again.
struct ProtobufText {
    private(set) var bytes: [UInt8] = []

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// The tag and length of a field of bytes, text or a message.
    mutating func appendHead(field: UInt8, count: Int) {
        bytes.append(field << 3 | 2)
        appendVarint(UInt64(count))
    }

    mutating func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }
    mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    /// Little-endian.
    mutating func appendFixed(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Bytes that `appendHead` takes.
    static func headBytes(count: Int) -> Int { 1 + varintBytes(UInt64(count)) }

    static func varintBytes(_ value: UInt64) -> Int { max(1, (64 - value.leadingZeroBitCount + 6) / 7) }
}
