// What one thread reads at a time.

internal import DatasetFolder
internal import Files
internal import Tables

/// Row groups of one table.
struct TableWork: Sendable {
    /// The shard's place in the listing.
    let shard: Int
    /// nil for the whole table.
    let groups: Range<Int>?
    /// The first row of the groups.
    let firstRow: Int

    /// Larger tables are read in parts.
    private static let largeBytes = 64 << 20
    private static let partRows = 200_000

    /// The parts of a table.
    static func parts(of shard: DatasetListing.Shard, at place: Int) -> [TableWork] {
        guard let path = shard.metadata else { return [] }
        // A table that cannot be opened is reported when it is read.
        guard (FileSize.of(path) ?? 0) > largeBytes, let reader = try? ParquetReader(path: path) else {
            return [TableWork(shard: place, groups: nil, firstRow: 0)]
        }
        var parts: [TableWork] = []
        var (first, firstRow, rows) = (0, 0, 0)
        for (group, count) in reader.rowGroupRows.enumerated() {
            rows += count
            guard rows >= partRows || group == reader.rowGroupRows.count - 1 else { continue }
            parts.append(TableWork(shard: place, groups: first..<group + 1, firstRow: firstRow))
            (first, firstRow, rows) = (group + 1, firstRow + rows, 0)
        }
        return parts
    }
}
