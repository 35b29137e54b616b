// CRC-32C against published values, and its two forms against each other.

import Checksums
import Testing

@Suite("CRC-32C")
struct ChecksumTests {
    private func crc(_ bytes: [UInt8], from start: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { checksum_crc32c(start, $0.baseAddress, $0.count) }
    }

    /// RFC 3720, appendix B.4, and the usual check value.
    private static let values: [([UInt8], UInt32)] = [
        (Array("123456789".utf8), 0xe306_9283),
        ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
        ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
        ((0..<32).map { UInt8($0) }, 0x46dd_794e),
        ((0..<32).reversed().map { UInt8($0) }, 0x113f_db5c),
        ([], 0),
    ]

    @Test("Published values", arguments: values)
    func published(bytes: [UInt8], expected: UInt32) {
        #expect(crc(bytes) == expected)
        #expect(bytes.withUnsafeBytes { checksum_crc32c_plain(0, $0.baseAddress, $0.count) } == expected)
    }

    @Test("The instruction and the tables agree on every length and start, and parts add up to the whole")
    func agreement() {
        var state: UInt64 = 7
        let bytes = (0..<300).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        for count in 0...bytes.count {
            let part = Array(bytes[..<count])
            let whole = crc(part)
            #expect(part.withUnsafeBytes { checksum_crc32c_plain(0, $0.baseAddress, $0.count) } == whole)
            let split = count * 2 / 3
            #expect(crc(Array(part[split...]), from: crc(Array(part[..<split]))) == whole)
        }
    }

    @Test("A masked checksum is the one that TFRecord files have")
    func masked() {
        // The length field of a record of 16 bytes, as TensorFlow writes it.
        let crc = crc([16, 0, 0, 0, 0, 0, 0, 0])
        let rotated = (crc >> 15) | (crc << 17)
        #expect(checksum_masked(crc) == rotated &+ 0xa282_ead8)
    }
}
