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
    var fingerprint: String {
        [table, shard?.data].compactMap { $0 }.map { path in
            guard let status = FileStatus(path) else { return "-" }
            return "\(status.byteCount) \(status.modifiedSeconds).\(status.modifiedNanoseconds)"
        }.joined(separator: ", ")
    }
}
