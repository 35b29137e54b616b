// Forgetting what counts least, for tallies with a limit.

extension Dictionary where Value: Sendable {
    /// The `maximumCount` entries with the highest rank; of equal ones any.
    ///
    /// Sorts the ranks alone: sorting 100,000 entries with their words would hold a lock for 0.2 s.
    package func keepingHighest(_ maximumCount: Int, rank: (Value) -> Int) -> [Key: Value] {
        guard count > maximumCount else { return self }
        let ranks = values.map(rank).sorted(by: >)
        let threshold = maximumCount > 0 ? ranks[maximumCount - 1] : .max
        var roomForEqual = maximumCount - ranks.prefix { $0 > threshold }.count
        return filter { entry in
            let own = rank(entry.value)
            if own == threshold, roomForEqual > 0 {
                roomForEqual -= 1
                return true
            }
            return own > threshold
        }
    }
}
