// The `webdataset` format: a tar per shard, in it `KEY.jpg`, `KEY.json` and `KEY.txt`.

package import DatasetFolder
package import DatasetModel
internal import Files
internal import Glibc
internal import Ground
internal import TarArchiving

/// Writes one shard as a tar file, members sorted by extension as webdataset does.
package final class WebDatasetWriter: ShardWriter {
    private enum Member { case image, json, caption }

    /// Written data is handed to the disk in steps of this, so that the sync at the end has little left to do.
    private static let writeBackBytes = 16 << 20

    private let writesJSON: Bool
    private let writesCaptions: Bool
    /// The members of a sample in their order, which the image's extension decides; one entry per extension seen.
    private var members: [String: [(kind: Member, suffix: String)]] = [:]
    private let fixedModificationTime: Int64?
    private let syncs: Bool
    private var path = ""
    /// Declared before `file`: the archive writes to the file's descriptor until it is gone.
    private var tar: TarWriter?
    private var file: DataFile?
    private var handedToDisk = 0

    /// - Parameter syncs: whether a finished file is on disk.
    package init(
        writesJSON: Bool = true, writesCaptions: Bool, fixedModificationTime: Int64?, syncs: Bool = true
    ) {
        self.syncs = syncs
        self.writesJSON = writesJSON
        self.writesCaptions = writesCaptions
        self.fixedModificationTime = fixedModificationTime
    }

    package func open(_ plan: ShardPlan, path: String?, kept: KeptSamples) throws(ShardError) {
        guard let path else { throw ShardError(.io, "a tar shard needs a file") }
        let file = try asShardError(DataFile(path: path, endOffset: kept.endOffset))
        do {
            tar = try TarWriter(descriptor: file.descriptor, at: kept.endOffset)
        } catch {
            throw Self.error(error, path: path)
        }
        self.file = consume file
        self.path = path
        handedToDisk = kept.endOffset
    }

    package func write(_ sample: Sample) throws(ShardError) -> WrittenSample {
        let now = fixedModificationTime ?? Int64(WallClock.timestamp.secondsSince1970)
        var end = 0
        for member in members(imageExtension: sample.imageExtension) {
            let name = sample.key.text + member.suffix
            switch member.kind {
            case .image:
                end = try sample.image.withUnsafeBytes { bytes throws(ShardError) in
                    try add(name, bytes, now)
                }
            case .json:
                end = try add(name, sample.json, now)
            case .caption:
                end = try add(name, sample.caption ?? UnsafeRawBufferPointer(start: nil, count: 0), now)
            }
        }
        if end - handedToDisk >= Self.writeBackBytes {
            file?.startWriteBack(from: handedToDisk, to: end)
            handedToDisk = end
        }
        return WrittenSample(endOffset: end, checksum: tar?.takeChecksum() ?? 0)
    }

    package func flush() throws(ShardError) {
        do {
            try tar?.flush()
        } catch {
            throw Self.error(error, path: path)
        }
    }

    package func finish() throws(ShardError) -> Int {
        guard let tar = tar.take(), let file = file.take() else {
            throw ShardError(.io, "the shard \(path) is not open")
        }
        do {
            try tar.finish()
        } catch {
            throw Self.error(error, path: path)
        }
        do {
            return try file.finish(syncs: syncs)
        } catch {
            throw ShardError(error)
        }
    }

    package func leave() {
        tar = nil
        file = nil
    }

    package func abort() {
        guard file != nil else { return }
        leave()
        Durable.tryToRemoveFile(path)
    }

    private func members(imageExtension: String) -> [(kind: Member, suffix: String)] {
        if let known = members[imageExtension] { return known }
        let all: [(kind: Member, suffix: String)] =
            [(.image, "." + imageExtension)] + (writesJSON ? [(.json, ".json")] : [])
            + (writesCaptions ? [(.caption, ".txt")] : [])
        let sorted = all.sorted { $0.suffix < $1.suffix }
        members[imageExtension] = sorted
        return sorted
    }

    /// Adds a member; gives back where it ends in the archive.
    private func add(_ name: String, _ bytes: UnsafeRawBufferPointer, _ now: Int64) throws(ShardError) -> Int {
        do {
            return try tar?.write(name: name, bytes: bytes, modifiedAt: now).endOffset ?? 0
        } catch {
            throw Self.error(error, path: path)
        }
    }

    private static func error(_ error: TarError, path: String) -> ShardError {
        if error.systemError > 0 { return ShardError(system: error.systemError, doing: "write", path: path) }
        return ShardError(.io, "cannot write \(path): \(error.detail)")
    }
}
