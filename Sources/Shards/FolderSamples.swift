// Samples that are files of their own: where each begins and ends as if they lay one behind the other.

internal import Checksums
internal import DatasetModel
internal import Glibc

/// The files of a shard's folder, by key.
enum FolderSamples {
    /// How many of the samples are there, byte for byte, from the first on.
    static func wholePrefix(of stored: [StoredSample], in folder: String) -> Int {
        // A folder that cannot be listed holds nothing that could be kept.
        guard let all = try? FolderNames.list(folder) else { return 0 }
        let names = Dictionary(grouping: all) { String($0.prefix { $0 != "." }) }
        let damaged = stored.firstIndex { sample in
            var crc: UInt32 = 0
            var byteCount = 0
            for name in (names[sample.key.text] ?? []).sorted() {
                guard let file = checksum(of: folder + "/" + name, goingOnFrom: crc) else { return true }
                crc = file.crc
                byteCount += file.byteCount
            }
            return crc != sample.checksum || byteCount != sample.byteCount
        }
        return damaged ?? stored.count
    }

    private static func checksum(of path: String, goingOnFrom crc: UInt32) -> (crc: UInt32, byteCount: Int)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 64) { block in
            var (crc, byteCount) = (crc, 0)
            while true {
                let count = read(descriptor, block.baseAddress, block.count)
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { return nil }
                if count == 0 { return (crc, byteCount) }
                crc = checksum_crc32c(crc, block.baseAddress, count)
                byteCount += count
            }
        }
    }
}
