// By what a whole file is known again.

internal import Checksums

/// A file's length and the CRC-32C of its bytes.
package struct FileChecksum: Hashable, Sendable {
    package let byteCount: Int
    package let checksum: UInt32

    package init(byteCount: Int, checksum: UInt32) {
        self.byteCount = byteCount
        self.checksum = checksum
    }

    /// Of bytes that are, or will be, a whole file.
    package init(_ bytes: [UInt8]) {
        self.init(
            byteCount: bytes.count, checksum: bytes.withUnsafeBytes { checksum_crc32c(0, $0.baseAddress, $0.count) })
    }

    /// Of a plain file as it lies there.
    ///
    /// - Throws: `notPlain`; the system's reasons.
    package init(path: String) throws(FileError) {
        let file = try InputFile(path: path)
        self.init(byteCount: file.byteCount, checksum: try file.checksum(from: 0, to: file.byteCount))
    }
}
