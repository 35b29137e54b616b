// The `tfrecord` format.

internal import DatasetFolder
internal import Ground

extension OutputFormat {
    /// One file of `tf.train.Example` records per shard.
    package static let tfrecord = OutputFormat(TFRecordFormat())
}

struct TFRecordFormat: DataFormat {
    /// What a feature of a tf.train.Example takes beside its name and value, and a whole record beside its features.
    private static let featureBytes = 40
    private static let exampleBytes = 256

    let name = "tfrecord"
    let suffix: String? = "tfrecord"
    let isSequence = true

    func makeWriter(_ settings: ShardSettings, syncs: Bool) -> any ShardWriter {
        TFRecordWriter(
            imageFeature: settings.imageExtension, writesMetadata: settings.writesJSON,
            writesCaptions: settings.writesCaptions, syncs: syncs)
    }

    func makeReader(path: String, wants: ((String) -> Bool)?) throws(ShardError) -> (any ShardReader)? {
        try TFRecordReader(path: path, wants: wants)
    }

    func byteCount(of sample: Sample, _ settings: ShardSettings) -> Int {
        let lines = settings.writesJSON ? sample.json.count { $0 == UInt8(ascii: "\n") } : 0
        return sample.image.count + (settings.writesCaptions ? sample.caption?.count ?? 0 : 0) + Self.exampleBytes
            + (settings.writesJSON ? sample.json.count + lines * Self.featureBytes : 0)
    }
}
