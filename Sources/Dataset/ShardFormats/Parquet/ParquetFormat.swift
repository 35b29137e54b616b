// The `parquet` format.

internal import DatasetFolder
internal import Ground

extension OutputFormat {
    /// One parquet per shard: the metadata with the image's bytes in a column.
    package static let parquet = OutputFormat(ParquetFormat())
}

struct ParquetFormat: DataFormat {
    let name = "parquet"
    let suffix: String? = "parquet"
    let table = TablePlace.data
    let hasSampleTexts = false
    var composer: (any DataComposer)? { ParquetComposer() }

    func makeWriter(_ settings: ShardSettings, syncs: Bool) -> any ShardWriter { ImageSpool() }

    func makeReader(path: String, wants: ((String) -> Bool)?) throws(ShardError) -> (any ShardReader)? {
        try ParquetImageReader(path: path, wants: wants)
    }

    func isWhole(_ data: String, stats: ShardStats, checksums: String) -> Bool {
        DatasetFolder.looksLikeParquet(path: data)
    }

    func byteCount(of sample: Sample, _ settings: ShardSettings) -> Int {
        sample.image.count + ImageSpool.headerBytes
    }

    func checkedBytes(of sample: SampleContents, imageExtension: String) -> [[UInt8]] {
        [ImageSpool.header(imageExtension)] + sample.members.map(\.bytes)
    }
}
