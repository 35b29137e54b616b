// A row between its fetch and its image.

internal import DatasetModel
internal import Fetching

/// A row whose URL has been fetched, or never will be.
struct FetchedRow: Sendable {
    let shard: ShardInWork
    private(set) var row: Int
    let content: Content
    /// How the fetch went; nil when nobody asked for it, and for a row that is never fetched.
    var facts: FetchFacts?
    /// What was known of the image before; nil for one that is fetched.
    var earlier: EarlierFacts?

    /// The same answer for another row of the shard with the same URL.
    func repeated(for row: Int) -> FetchedRow {
        var own = self
        own.row = row
        return own
    }

    var place: DecodeJournal.Place { DecodeJournal.Place(shard: shard.id, row: row) }

    enum Content: Sendable {
        case body(FetchedBody)
        case failure(RowFailure)
    }
}
