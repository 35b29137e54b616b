// The number of a shard.

/// A shard's number, counted from 0 over the whole dataset.
package struct ShardID: Hashable, Comparable, Codable, Sendable {
    /// The plain number.
    package let number: Int

    package init(_ number: Int) { self.number = number }

    package static func < (a: ShardID, b: ShardID) -> Bool { a.number < b.number }
}
