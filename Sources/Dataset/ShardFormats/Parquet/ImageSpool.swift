// The open shard of the `parquet` format: the images one behind the other; the table is made when all are there.

package import DatasetFolder
package import DatasetModel
internal import Files
internal import Ground

/// Appends images, each behind eight bytes with its extension.
package final class ImageSpool: ShardWriter {
    /// The image's extension, filled up with zeros.
    static let headerBytes = SampleChecksum.extensionBytes

    static func header(_ imageExtension: String) -> [UInt8] { SampleChecksum.padded(imageExtension) }

    private var file: AppendedFile?

    package init() {}

    package func open(_ plan: ShardPlan, path: String?, kept: KeptSamples) throws(ShardError) {
        guard let path else { throw ShardError(.io, "a parquet shard needs a file") }
        file = try asShardError(AppendedFile(path: path, kept: kept.endOffset))
    }

    package func write(_ sample: Sample) throws(ShardError) -> WrittenSample {
        try append(Self.header(sample.imageExtension))
        try sample.image.withUnsafeBytes { bytes throws(ShardError) in try append(bytes) }
        return WrittenSample(endOffset: file?.endOffset ?? 0, checksum: file?.takeChecksum() ?? 0)
    }

    private func append(_ bytes: [UInt8]) throws(ShardError) {
        try asShardError(file?.append(bytes))
    }

    private func append(_ bytes: UnsafeRawBufferPointer) throws(ShardError) {
        try asShardError(file?.append(bytes))
    }

    package func flush() throws(ShardError) {}

    /// The table made of this file is synced, not this file.
    package func finish() throws(ShardError) -> Int {
        guard let file = file.take() else { throw ShardError(.io, "the shard is not open") }
        do {
            return try file.finish(syncs: false)
        } catch {
            throw ShardError(error)
        }
    }

    package func leave() { file = nil }

    package func abort() { file.take()?.remove() }
}
