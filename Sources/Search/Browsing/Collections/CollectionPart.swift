// A file of rows, and where their pictures are.

internal import DatasetFolder
internal import Files

/// One shard, or one table of a folder of tables.
struct CollectionPart: Sendable {
    /// `00012`, `metadata_3`.
    let name: String
    /// A parquet file.
    let table: String
    /// The shard of a dataset; nil where there are only tables.
    let shard: DatasetListing.Shard?

    /// Sizes and times of the files, which change with what is in them.
    var fingerprint: String { Self.fingerprint(table, shard) }

    private static func fingerprint(_ table: String, _ shard: DatasetListing.Shard?) -> String {
        [table, shard?.data].compactMap { $0 }.map { FileStatus($0)?.stamp ?? "-" }.joined(separator: ", ")
    }

    /// The fingerprint when the part was listed.
    private let listedFingerprint: String

    init(name: String, table: String, shard: DatasetListing.Shard?) {
        self.name = name
        self.table = table
        self.shard = shard
        listedFingerprint = Self.fingerprint(table, shard)
    }

    /// Whether its files are those that were listed: others have other pictures at the same places.
    var isAsListed: Bool { fingerprint == listedFingerprint }
}
