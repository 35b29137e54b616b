// Counts with their noun: 1 shard, 1,294 shards.

extension Int {
    /// `1 shard`, `1,294 shards`; for nouns whose plural ends in s.
    package func counted(_ noun: String) -> String {
        "\(grouped) \(noun)\(self == 1 ? "" : "s")"
    }
}
