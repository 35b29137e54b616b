// A data file that samples are appended to by our own writers.

internal import Glibc

/// A data file and where it ends. Dropping it leaves it as it is.
struct AppendedFile: ~Copyable {
    /// Written data is handed to the disk in steps of this, so that the sync at the end has little left to do.
    private static let writeBackBytes = 16 << 20

    private let file: DataFile
    private let path: String
    private(set) var endOffset: Int
    private var handedToDisk: Int

    /// Creates the file, or cuts the one that is there to `kept` bytes and goes on behind them.
    ///
    /// - Throws: `io` when fewer bytes are there.
    init(path: String, kept: Int) throws(ShardError) {
        file = try DataFile(path: path, endOffset: kept)
        self.path = path
        endOffset = kept
        handedToDisk = kept
    }

    /// Appends; after an error the file ends anywhere.
    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(ShardError) {
        try writeAll(bytes, to: file.descriptor, path: path)
        endOffset += bytes.count
        if endOffset - handedToDisk >= Self.writeBackBytes {
            file.startWriteBack(from: handedToDisk, to: endOffset)
            handedToDisk = endOffset
        }
    }

    /// Closes the complete file.
    ///
    /// - Parameter syncs: whether it is on the disk when this returns.
    /// - Returns: bytes of the file.
    consuming func finish(syncs: Bool) throws(ShardError) -> Int { try file.finish(syncs: syncs) }

    /// Closes and removes the file.
    consuming func remove() {
        let path = path
        _ = consume file
        unlink(path)
    }
}
