// Reading our own small files back.

internal import Files

extension DatasetFolder {
    /// The bytes of a small file; nil when it is not there.
    package func readFile(_ path: String) throws(ShardError) -> [UInt8]? {
        try asShardError(SmallFile.read(path))
    }

    /// The stats of a top-level file; nil when it is no stats file of a shard, whatever the reason.
    package func readStats(_ file: String) -> ShardStats? {
        // An unreadable file vouches for nothing: its shard is written again.
        guard let bytes = try? readFile(finalPath(file)) else { return nil }
        return ShardStats(parsing: bytes)
    }

    /// The size of a top-level file in bytes; nil when it is not there or no plain file.
    package func sizeOf(_ file: String) -> Int? {
        guard let status = FileStatus(finalPath(file)), status.kind == .file else { return nil }
        return status.byteCount
    }

    /// The size of a finished shard's data, here or in the dataset's place.
    package func dataBytes(_ file: String, of shard: String) -> Int? {
        receipt(of: shard).map { $0.byteCount(of: file) ?? 0 } ?? sizeOf(file)
    }

    /// Whether a file lies in the temporary place.
    func hasOpen(_ file: String) -> Bool { FileStatus(temporaryPath(file), followsLinks: false) != nil }

    /// Whether a file begins and ends as parquet does, with `PAR1`. A cut one does not.
    package static func looksLikeParquet(path: String) -> Bool {
        // What cannot be read is no table.
        guard let file = try? InputFile(path: path), file.byteCount >= 12 else { return false }
        for offset in [0, file.byteCount - 4] {
            var magic = [UInt8](repeating: 0, count: 4)
            let isRead = magic.withUnsafeMutableBytes { (try? file.read($0, at: offset)) != nil }
            guard isRead, magic == Array("PAR1".utf8) else { return false }
        }
        return true
    }
}
