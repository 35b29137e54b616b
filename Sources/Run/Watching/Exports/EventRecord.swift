// Messages of TensorBoard's event files, written by hand: two messages with four fields.

internal import Checksums

/// Event and Summary as protocol buffers, and the frames around them.
enum EventRecord {
    /// Wire types of protocol buffers: whole number, 8 bytes, 4 bytes, bytes with their length before them.
    private enum Wire: UInt64 {
        case number = 0
        case eightBytes = 1
        case bytes = 2
        case fourBytes = 5
    }

    /// The first record of each file: which version of the format follows.
    static func version(secondsSince1970: Double) -> [UInt8] {
        time(secondsSince1970) + field(3, Array("brain.Event:2".utf8))
    }

    /// Values under their tags at one step.
    static func scalars(_ scalars: [(tag: String, value: Double)], step: Int, secondsSince1970: Double) -> [UInt8] {
        let values = scalars.flatMap { scalar in
            field(
                1, field(1, Array(scalar.tag.utf8)) + key(2, .fourBytes) + littleEndian(Float(scalar.value).bitPattern))
        }
        return time(secondsSince1970) + key(2, .number) + varint(UInt64(max(0, step))) + field(5, values)
    }

    /// A record with its length, and the checksums of both.
    static func framed(_ record: [UInt8]) -> [UInt8] {
        let length = littleEndian(UInt64(record.count))
        return length + littleEndian(checksum(length)) + record + littleEndian(checksum(record))
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        checksum_masked(bytes.withUnsafeBytes { checksum_crc32c(0, $0.baseAddress, $0.count) })
    }

    private static func time(_ seconds: Double) -> [UInt8] { key(1, .eightBytes) + littleEndian(seconds.bitPattern) }

    private static func field(_ number: UInt64, _ bytes: [UInt8]) -> [UInt8] {
        key(number, .bytes) + varint(UInt64(bytes.count)) + bytes
    }

    private static func key(_ number: UInt64, _ wire: Wire) -> [UInt8] { varint(number << 3 | wire.rawValue) }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var value = value
        var bytes: [UInt8] = []
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        return bytes + [UInt8(value)]
    }

    private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
