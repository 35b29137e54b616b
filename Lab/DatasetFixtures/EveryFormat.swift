// What the tests of formats run over, so that a new format is tested without being named in them.

internal import DatasetModel
package import ShardFormats

extension OutputFormat {
    /// All that write images.
    package static let withImages = allCases.filter { $0.definition.suffix != nil }
}

extension ShardFormat {
    /// Every format that writes images, in each order of its samples.
    package static let withImages = OutputFormat.withImages.flatMap { format in
        SampleOrder.allCases.map { ShardFormat(format, order: $0) }
    }

    /// The same, where the order of samples makes a difference to what is done.
    package static let distinct = withImages.filter { $0.order == .completion || $0.format.definition.isSequence }

    /// The file, in the dataset's folder, that has the image of a shard's sample.
    package func imageFile(shard: String, key: String) -> String {
        guard let suffix = format.definition.suffix, !suffix.isEmpty else { return "\(shard)/\(key).jpg" }
        return "\(shard).\(suffix)"
    }
}
