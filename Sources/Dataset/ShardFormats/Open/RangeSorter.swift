// `--order input`: samples lie in the open file as they came, and in the finished one as the list has them.

internal import DatasetFolder
internal import Files

/// Copies the samples' ranges in list order, within the kernel where it can.
struct RangeSorter: DataComposer {
    /// A sequence.
    let format: any DataFormat

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
            try Self.end(output, at: written, format)
            return try output.finish(syncs: contents.settings.sync.syncsFinished)
        } catch {
            throw ShardError(error)
        }
    }

    /// Writes what ends the data of a format.
    static func end(
        _ output: borrowing OutputFile, at written: Int, _ format: any DataFormat
    ) throws(FileError) {
        let padding = format.padding(after: written)
        if padding > 0 { try output.write([UInt8](repeating: 0, count: padding)) }
    }
}
