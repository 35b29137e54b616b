// How long a store's listing may be.

/// Limits on a listing of one folder. A store may repeat itself, or send pages without an end.
struct ListingLimits: Sendable {
    var mostEntries = 20_000_000
    /// Of listings whose pages are not seen here: how long they take, and by how much the memory in use grows meanwhile.
    var longest = Duration.seconds(15 * 60)
    var mostMemoryBytes = 4 << 30
}
