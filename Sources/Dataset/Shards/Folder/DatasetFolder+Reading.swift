// Reading our own small files back.

internal import Glibc

extension DatasetFolder {
    /// The bytes of a small file; nil when it is not there.
    func readFile(_ path: String) throws(ShardError) -> [UInt8]? { try SmallFile.read(path) }

    /// The stats of a top-level file; nil when it is no stats file of a shard, whatever the reason.
    func readStats(_ file: String) -> ShardStats? {
        // An unreadable file vouches for nothing: its shard is written again.
        guard let bytes = try? readFile(finalPath(file)) else { return nil }
        return ShardStats(parsing: bytes)
    }

    /// The size of a top-level file in bytes; nil when it is not there or no plain file.
    func sizeOf(_ file: String) -> Int? {
        var status = stat()
        guard stat(finalPath(file), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Whether a file lies in the temporary place.
    func hasOpen(_ file: String) -> Bool {
        var status = stat()
        return lstat(temporaryPath(file), &status) == 0
    }

    /// Whether a top-level file begins and ends as parquet does, with `PAR1`. A cut one does not.
    func looksLikeParquet(_ file: String) -> Bool {
        let descriptor = open(finalPath(file), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size >= 12 else { return false }
        return [0, status.st_size - 4].allSatisfy { offset in
            var magic = [UInt8](repeating: 0, count: 4)
            return pread(descriptor, &magic, 4, offset) == 4 && magic == Array("PAR1".utf8)
        }
    }
}
