// By what a whole file is known again.

internal import Checksums
internal import Glibc

/// A file's length and the CRC-32C of its bytes.
package struct FileChecksum: Hashable, Sendable {
    package let byteCount: Int
    package let checksum: UInt32

    package init(byteCount: Int, checksum: UInt32) {
        self.byteCount = byteCount
        self.checksum = checksum
    }

    /// Of bytes that are, or will be, a whole file.
    init(_ bytes: [UInt8]) {
        self.init(
            byteCount: bytes.count, checksum: bytes.withUnsafeBytes { checksum_crc32c(0, $0.baseAddress, $0.count) })
    }

    /// Of a file as it lies there.
    ///
    /// - Throws: `io`, `permission`, `notAFolder` when it cannot be read.
    package init(path: String) throws(ShardError) {
        let descriptor = try PlainFile.open(path, O_RDONLY, doing: "read")
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0,
            let checksum = DataFile.checksum(descriptor, from: 0, to: Int(status.st_size))
        else { throw ShardError(system: errno, doing: "read", path: path) }
        self.init(byteCount: Int(status.st_size), checksum: checksum)
    }
}
