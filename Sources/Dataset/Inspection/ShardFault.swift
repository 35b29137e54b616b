// What can be wrong with a shard.

/// One finding of `verify`.
package struct ShardFault: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Files without stats: the shard was never finished.
        case unfinished
        /// The dataset had the shard when its run was complete, and has it no more.
        case missing
        /// The run that the shard would be of had no such shard when it was complete.
        case extra
        /// The stats file is none.
        case stats
        /// The metadata is missing or cannot be read.
        case metadata
        /// The data is missing, cut or damaged.
        case data
        /// Numbers that must agree do not.
        case counts
        /// A sample is missing, or one is there that should not be.
        case samples
        /// Bytes of a sample, the table or the stats are not those that were written.
        case checksum
        /// An index does not fit the data it is of.
        case index
        /// Embeddings are missing, damaged, or not those of the shard's samples.
        case embeddings
        /// An image is not decodable, or not the one that the metadata describes.
        case image
    }

    /// The shard's name: `00012`; of one in a bucket's folder `64x48/00012`.
    package let shard: String
    package let kind: Kind
    /// In words, with figures.
    package let detail: String

    /// The shard that a name is of, without its bucket.
    static func shard(_ name: String) -> String { name.split(separator: "/").last.map(String.init) ?? name }
}
