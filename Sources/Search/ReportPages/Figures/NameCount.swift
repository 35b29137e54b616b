// How often a name came.

/// A count. A plain value.
struct NameCount: Tallied {
    var count = 0

    init() {}

    var weight: Int { count }

    mutating func merge(_ other: NameCount) { count += other.count }
}
