// The `files` format: a folder per shard, in it `KEY.jpg`, `KEY.json` and `KEY.txt`.

internal import CLinux
internal import Checksums
package import DatasetModel
internal import Glibc
internal import Ground

/// Writes one shard as a folder of small files.
package final class FilesWriter: ShardWriter {
    private let writesJSON: Bool
    private let writesCaptions: Bool
    private var path = ""
    /// Closed by `close()`; -1 when no folder is open.
    private var folder: Int32 = -1
    private var keptBytes = 0
    /// Bytes of all files written: samples count as if they lay one behind the other.
    private var endOffset = 0
    /// The checksum of the sample written last.
    private var last = (range: 0..<0, checksum: UInt32(0))
    private let syncs: Bool

    /// - Parameter syncs: whether a finished shard is on disk.
    package init(writesJSON: Bool, writesCaptions: Bool, syncs: Bool = true) {
        self.syncs = syncs
        self.writesJSON = writesJSON
        self.writesCaptions = writesCaptions
    }

    deinit { close() }

    package func open(_ plan: ShardPlan, path: String?, kept: KeptSamples) throws(ShardError) {
        guard let path else { throw ShardError(.io, "a shard of files needs a folder") }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw ShardError(system: errno, doing: "make the folder", path: path)
        }
        let descriptor = Shards.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ShardError(system: errno, doing: "open", path: path) }
        self.path = path
        folder = descriptor
        endOffset = kept.endOffset
        keptBytes = 0
        let keys = Set(kept.keys.map(\.text))
        for name in try FolderNames.list(path) {
            var status = stat()
            let isKept =
                keys.contains(String(name.prefix { $0 != "." }))
                && fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0
            if isKept {
                keptBytes += Int(status.st_size)
            } else if unlinkat(folder, name, 0) != 0 {
                throw ShardError(system: errno, doing: "remove", path: path + "/" + name)
            }
        }
    }

    package func write(_ sample: Sample) throws(ShardError) -> Int {
        let start = endOffset
        last.checksum = 0
        let name = sample.key.text + "."
        // The order in which `SampleFiles` reads them.
        try sample.image.withUnsafeBytes { bytes throws(ShardError) in
            try write(bytes, to: name + sample.imageExtension)
        }
        if writesJSON { try write(sample.json, to: name + "json") }
        if writesCaptions {
            try write(sample.caption ?? UnsafeRawBufferPointer(start: nil, count: 0), to: name + "txt")
        }
        last.range = start..<endOffset
        return endOffset
    }

    package func checksum(from start: Int, to end: Int) throws(ShardError) -> UInt32? {
        guard last.range == start..<end else { throw ShardError(.io, "samples of \(path) are out of step") }
        return last.checksum
    }

    package func flush() throws(ShardError) {}

    /// One sync of the file system instead of one for each of some ten thousand files, which would take minutes
    /// on a disk: what is dirty there is ours but for little.
    package func finish() throws(ShardError) -> Int {
        guard folder >= 0 else { throw ShardError(.io, "the shard \(path) is not open") }
        // EINVAL: what is there does not sync.
        guard !syncs || file_calls_syncfs(folder) == 0 || errno == EINVAL else {
            throw ShardError(system: errno, doing: "write", path: path)
        }
        close()
        return keptBytes + endOffset
    }

    package func leave() { close() }

    package func abort() {
        guard folder >= 0 else { return }
        // What cannot be removed now is removed by the next start.
        for name in (try? FolderNames.list(path)) ?? [] { unlinkat(folder, name, 0) }
        close()
        rmdir(path)
    }

    private func close() {
        if folder >= 0 { Shards.close(folder) }
        folder = -1
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to name: String) throws(ShardError) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
        let descriptor = openat(folder, name, flags, 0o666)
        guard descriptor >= 0 else { throw ShardError(system: errno, doing: "create", path: path + "/" + name) }
        do {
            try writeAll(bytes, to: descriptor, path: path + "/" + name)
        } catch {
            Shards.close(descriptor)
            throw error
        }
        // NFS tells of a full disk here.
        guard Shards.close(descriptor) == 0 else {
            throw ShardError(system: errno, doing: "write", path: path + "/" + name)
        }
        last.checksum = checksum_crc32c(last.checksum, bytes.baseAddress, bytes.count)
        endOffset += bytes.count
    }
}
