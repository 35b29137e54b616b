// The `tfrecord` format: a file of `tf.train.Example` records per shard, written without TensorFlow.

internal import Checksums
package import DatasetFolder
package import DatasetModel
internal import Files
internal import Ground

/// Appends one record per sample: its length, the length's checksum, the example, the example's checksum.
/// https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
package final class TFRecordWriter: ShardWriter {
    private let imageFeature: [UInt8]
    private let writesMetadata: Bool
    private let writesCaptions: Bool
    private let syncs: Bool
    /// Features that are not taken from the metadata, as they are there already.
    private let ownFeatures: Set<[UInt8]>
    private var file: AppendedFile?
    private var features = ExampleFeatures()
    private var head = ProtobufText()

    /// - Parameters:
    ///   - imageFeature: the name of the feature with the image's bytes: `jpg`.
    ///   - syncs: whether a finished file is on disk.
    package init(imageFeature: String, writesMetadata: Bool, writesCaptions: Bool, syncs: Bool = true) {
        self.syncs = syncs
        self.imageFeature = Array(imageFeature.utf8)
        self.writesMetadata = writesMetadata
        self.writesCaptions = writesCaptions
        ownFeatures = [Array("key".utf8), Array(imageFeature.utf8)]
    }

    package func open(_ plan: ShardPlan, path: String?, kept: KeptSamples) throws(ShardError) {
        guard let path else { throw ShardError(.io, "a tfrecord shard needs a file") }
        file = try asShardError(AppendedFile(path: path, kept: kept.endOffset))
    }

    package func write(_ sample: Sample) throws(ShardError) -> WrittenSample {
        features.clear()
        add("key", sample.key.text)
        if writesMetadata, !features.add(json: sample.json, passingOver: ownFeatures) {
            throw ShardError(.table, "the metadata of \(sample.key.text) cannot be written as features")
        }
        if writesCaptions {
            let caption = sample.caption ?? UnsafeRawBufferPointer(start: nil, count: 0)
            Array("txt".utf8).withUnsafeBytes { features.add($0, bytes: caption) }
        }
        imageFeature.withUnsafeBytes { features.addHead($0, byteCount: sample.image.count) }

        // Example { Features features = 1; }
        let featureBytes = features.text.bytes.count + sample.image.count
        let length = UInt64(ProtobufText.headBytes(count: featureBytes) + featureBytes)
        head.clear()
        head.appendFixed(length)
        head.appendFixed(checksum_masked(head.bytes.withUnsafeBytes { checksum_crc32c(0, $0.baseAddress, 8) }))
        let begin = head.bytes.count
        head.appendHead(field: 1, count: featureBytes)
        head.append(features.text.bytes)
        var crc = head.bytes.withUnsafeBytes { bytes in
            checksum_crc32c(0, bytes.baseAddress.map { $0 + begin }, bytes.count - begin)
        }
        try append(head.bytes)
        try sample.image.withUnsafeBytes { image throws(ShardError) in
            crc = checksum_crc32c(crc, image.baseAddress, image.count)
            try append(image)
        }
        head.clear()
        head.appendFixed(checksum_masked(crc))
        try append(head.bytes)
        return WrittenSample(endOffset: file?.endOffset ?? 0, checksum: file?.takeChecksum() ?? 0)
    }

    package func flush() throws(ShardError) {}

    package func finish() throws(ShardError) -> Int {
        guard let file = file.take() else { throw ShardError(.io, "the shard is not open") }
        do {
            return try file.finish(syncs: syncs)
        } catch {
            throw ShardError(error)
        }
    }

    package func leave() { file = nil }

    package func abort() { file.take()?.remove() }

    private func add(_ name: String, _ text: String) {
        var (name, text) = (name, text)
        name.withUTF8 { name in
            text.withUTF8 { features.add(UnsafeRawBufferPointer(name), bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    private func append(_ bytes: [UInt8]) throws(ShardError) {
        try asShardError(file?.append(bytes))
    }

    private func append(_ bytes: UnsafeRawBufferPointer) throws(ShardError) {
        try asShardError(file?.append(bytes))
    }
}
