// The `files` format: a folder per shard, in it `KEY.jpg`, `KEY.json` and `KEY.txt`.

internal import Checksums
package import DatasetFolder
package import DatasetModel
internal import Files
internal import Ground

/// Writes one shard as a folder of small files.
package final class FilesWriter: ShardWriter {
    private let writesJSON: Bool
    private let writesCaptions: Bool
    private var path = ""
    private var folder: FlatFolder?
    private var keptBytes = 0
    /// Bytes of all files written: samples count as if they lay one behind the other.
    private var endOffset = 0
    /// Of the sample that is written now.
    private var checksum: UInt32 = 0
    private let syncs: Bool

    /// - Parameter syncs: whether a finished shard is on disk.
    package init(writesJSON: Bool, writesCaptions: Bool, syncs: Bool = true) {
        self.syncs = syncs
        self.writesJSON = writesJSON
        self.writesCaptions = writesCaptions
    }

    package func open(_ plan: ShardPlan, path: String?, kept: KeptSamples) throws(ShardError) {
        guard let path else { throw ShardError(.io, "a shard of files needs a folder") }
        do {
            let folder = try FlatFolder(path: path)
            endOffset = kept.endOffset
            keptBytes = 0
            let keys = Set(kept.keys.map(\.text))
            for name in try folder.names() {
                if keys.contains(String(name.prefix { $0 != "." })), let status = folder.status(of: name) {
                    keptBytes += status.byteCount
                } else {
                    try folder.remove(name)
                }
            }
            self.path = path
            self.folder = consume folder
        } catch {
            throw ShardError(error)
        }
    }

    package func write(_ sample: Sample) throws(ShardError) -> WrittenSample {
        checksum = 0
        let name = sample.key.text + "."
        // The order in which `SampleFiles` reads them.
        try sample.image.withUnsafeBytes { bytes throws(ShardError) in
            try write(bytes, to: name + sample.imageExtension)
        }
        if writesJSON { try write(sample.json, to: name + "json") }
        if writesCaptions {
            try write(sample.caption ?? UnsafeRawBufferPointer(start: nil, count: 0), to: name + "txt")
        }
        return WrittenSample(endOffset: endOffset, checksum: checksum)
    }

    package func flush() throws(ShardError) {}

    package func finish() throws(ShardError) -> Int {
        guard let folder = folder.take() else { throw ShardError(.io, "the shard \(path) is not open") }
        if syncs {
            try asShardError(folder.sync())
        }
        return keptBytes + endOffset
    }

    package func leave() { folder = nil }

    package func abort() {
        guard folder.take() != nil else { return }
        // What cannot be removed now is removed by the next start.
        try? Durable.removeTree(path)
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to name: String) throws(ShardError) {
        try asShardError(folder?.write(bytes, to: name))
        checksum = checksum_crc32c(checksum, bytes.baseAddress, bytes.count)
        endOffset += bytes.count
    }
}
