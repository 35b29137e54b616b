// Which shards go into which file of the output.

internal import DatasetFolder

/// The shards of one file.
struct EmbeddingPart: Sendable {
    /// From 0.
    let number: Int
    /// The number as it stands in names: all have as many digits as the count of files, as clip-retrieval has it.
    let name: String
    let shards: [DatasetListing.Shard]
    /// Images by the shards' stats.
    let rows: Int

    /// Parts of whole shards, in order.
    ///
    /// - Parameter rowsPerFile: more only where a single shard has more.
    static func parts(_ shards: [DatasetListing.Shard], rowsPerFile: Int) -> [EmbeddingPart] {
        var groups: [(shards: [DatasetListing.Shard], rows: Int)] = []
        for shard in shards {
            let rows = DatasetListing.stats(of: shard)?.successes ?? 0
            guard rows > 0 else { continue }
            if let last = groups.indices.last, groups[last].rows + rows <= rowsPerFile {
                groups[last].shards.append(shard)
                groups[last].rows += rows
            } else {
                groups.append(([shard], rows))
            }
        }
        let digits = String(groups.count).count
        return groups.enumerated().map { number, group in
            let text = String(number)
            return EmbeddingPart(
                number: number, name: String(repeating: "0", count: max(0, digits - text.count)) + text,
                shards: group.shards, rows: group.rows)
        }
    }
}
