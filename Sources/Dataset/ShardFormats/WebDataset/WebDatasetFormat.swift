// The `webdataset` format.

internal import DatasetFolder
internal import DatasetModel
internal import Ground
internal import TarArchiving

extension OutputFormat {
    /// One tar per shard with `KEY.jpg`, `KEY.json`, `KEY.txt`.
    package static let webdataset = OutputFormat(WebDatasetFormat())
}

struct WebDatasetFormat: DataFormat {
    let name = "webdataset"
    let summary: String? = "tar shards"
    let suffix: String? = "tar"
    let isSequence = true
    let indices = Set(ShardIndexKind.allCases)

    func makeWriter(_ settings: ShardSettings, syncs: Bool) -> any ShardWriter {
        WebDatasetWriter(
            writesJSON: settings.writesJSON, writesCaptions: settings.writesCaptions,
            fixedModificationTime: settings.fixedModificationTime, syncs: syncs)
    }

    func makeReader(path: String, wants: ((String) -> Bool)?) throws(ShardError) -> (any ShardReader)? {
        try WebDatasetReader(path: path, wants: wants)
    }

    func isWhole(_ data: String, stats: ShardStats, checksums: String) -> Bool {
        // A file that cannot be read is as good as none: the shard is written again.
        (try? TarReader.hasEndOfArchive(path: data)) == true
    }

    func byteCount(of sample: Sample, _ settings: ShardSettings) -> Int {
        Self.member(sample.image.count) + (settings.writesJSON ? Self.member(sample.json.count) : 0)
            + (settings.writesCaptions ? Self.member(sample.caption?.count ?? 0) : 0)
    }

    /// A tar's header and its data in blocks.
    private static func member(_ bytes: Int) -> Int { 512 + (bytes + 511) / 512 * 512 }

    /// Two empty blocks, filled up to a whole record, as the tar writer ends its archives.
    func padding(after byteCount: Int) -> Int {
        let record = TarWriter.recordBytes
        return (byteCount + 1024 + record - 1) / record * record - byteCount
    }
}
