// A data file that samples are appended to by our own writers.

internal import Checksums

/// A data file and where it ends. Dropping it leaves it as it is.
package struct AppendedFile: ~Copyable {
    /// Written data is handed to the disk in steps of this, so that the sync at the end has little left to do.
    private static let writeBackBytes = 16 << 20

    private let file: DataFile
    private let path: String
    package private(set) var endOffset: Int
    /// CRC-32C of what was appended since `takeChecksum`.
    private var checksum: UInt32 = 0
    private var handedToDisk: Int

    /// Creates the file, or truncates an existing one to `kept` bytes and continues after them.
    ///
    /// - Throws: `tooShort` when fewer bytes are there; as `DataFile`.
    package init(path: String, kept: Int) throws(FileError) {
        file = try DataFile(path: path, endOffset: kept)
        self.path = path
        endOffset = kept
        handedToDisk = kept
    }

    /// Appends; after an error the file ends anywhere.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        guard SystemCalls.writeAll(bytes, to: file.descriptor) else { throw FileError("write", path) }
        endOffset += bytes.count
        checksum = checksum_crc32c(checksum, bytes.baseAddress, bytes.count)
        if endOffset - handedToDisk >= Self.writeBackBytes {
            file.startWriteBack(from: handedToDisk, to: endOffset)
            handedToDisk = endOffset
        }
    }

    /// Appends; after an error the file ends anywhere.
    package mutating func append(_ bytes: [UInt8]) throws(FileError) {
        let outcome = bytes.withUnsafeBytes { bytes in
            Result { () throws(FileError) in try append(bytes) }
        }
        try outcome.get()
    }

    /// CRC-32C of the bytes that were appended since the last call, or since the file was opened.
    package mutating func takeChecksum() -> UInt32 {
        defer { checksum = 0 }
        return checksum
    }

    /// Closes the complete file.
    ///
    /// - Parameter syncs: whether it is on the disk when this returns.
    /// - Returns: bytes of the file.
    package consuming func finish(syncs: Bool) throws(FileError) -> Int { try file.finish(syncs: syncs) }

    /// Closes and removes the file.
    package consuming func remove() {
        let path = path
        _ = consume file
        SystemCalls.removeFile(path)
    }
}
