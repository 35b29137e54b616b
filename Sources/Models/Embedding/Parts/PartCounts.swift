/// What became of a part's images.
struct PartCounts {
    /// Written.
    var rows = 0
    /// That cannot be decoded.
    var failures = 0
    /// Of the table without an image, or the other way round.
    var unknownKeys = 0
    /// Without an embedding where embeddings are taken from.
    var missing = 0
}
