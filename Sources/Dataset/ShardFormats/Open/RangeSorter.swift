// `--order input`: samples lie in the open file as they came, and in the finished one as the list has them.

internal import DatasetFolder
internal import Files
internal import TarArchiving

/// Copies the samples' ranges in list order, within the kernel where it can.
struct RangeSorter: DataComposer {
    /// Whether the file closes with a tar's end-of-archive.
    let endsAsTar: Bool

    func compose(_ contents: ShardContents, from open: String, to path: String) throws(ShardError) -> Int {
        do {
            let input = try InputFile(path: open)
            let output = try OutputFile(path: path)
            var written = 0
            for range in contents.ranges {
                guard let range else { continue }
                contents.beat()
                try input.copy(range, to: output)
                written += range.count
            }
            if endsAsTar { try Self.endTar(output, at: written) }
            return try output.finish(syncs: contents.settings.sync.syncsFinished)
        } catch {
            throw ShardError(error)
        }
    }

    /// Writes two empty blocks, filled up to a whole record, as the tar writer ends its archives.
    static func endTar(_ output: borrowing OutputFile, at written: Int) throws(FileError) {
        let record = TarWriter.recordBytes
        let end = (written + 1024 + record - 1) / record * record
        try output.write([UInt8](repeating: 0, count: end - written))
    }
}
