// The `files` format.

internal import DatasetFolder
internal import Ground

extension OutputFormat {
    /// One folder per shard, in it `KEY.jpg`, `KEY.json`, `KEY.txt`.
    package static let files = OutputFormat(FilesFormat())
}

struct FilesFormat: DataFormat {
    let name = "files"
    let summary: String? = "a folder per shard"
    let suffix: String? = ""

    func makeWriter(_ settings: ShardSettings, syncs: Bool) -> any ShardWriter {
        FilesWriter(writesJSON: settings.writesJSON, writesCaptions: settings.writesCaptions, syncs: syncs)
    }

    func makeReader(path: String, wants: ((String) -> Bool)?) throws(ShardError) -> (any ShardReader)? {
        try FilesReader(path: path, wants: wants)
    }

    func isWhole(_ data: String, stats: ShardStats, checksums: String) -> Bool {
        FilesReader.imageCount(in: data) == stats.successes
    }

    func byteCount(of sample: Sample, _ settings: ShardSettings) -> Int {
        sample.image.count + (settings.writesJSON ? sample.json.count : 0)
            + (settings.writesCaptions ? sample.caption?.count ?? 0 : 0)
    }

    func holds(_ sample: StoredSample, inFolder path: String) -> Bool {
        let found = SampleFiles(folder: path, key: sample.key, imageExtension: sample.imageExtension)
        return found?.byteCount == sample.byteCount && found?.checksum == sample.checksum
    }
}
