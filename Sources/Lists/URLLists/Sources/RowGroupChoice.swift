// Which row groups of a parquet file are read.

/// For each row group of a file, in order, whether a row of it may be wanted.
struct RowGroupChoice: Sendable {
    /// The condition that no row of the group meets; nil where a row may meet all.
    private let excludedBy: [Int?]

    init(excludedBy: [Int?]) { self.excludedBy = excludedBy }

    var count: Int { excludedBy.count }

    func isWanted(_ group: Int) -> Bool { excludedBy[group] == nil }

    func condition(excluding group: Int) -> Int? { excludedBy[group] }

    /// The first group from there on that is not wanted, or the number of groups.
    func firstUnwanted(from group: Int) -> Int {
        (group..<count).first { !isWanted($0) } ?? count
    }

    /// Groups that are not wanted.
    var unwantedCount: Int { excludedBy.count { $0 != nil } }
}
