// A row between its fetch and its image.

internal import DatasetModel
internal import Fetching
internal import Ground

/// A row whose URL has been fetched, or never will be.
struct FetchedURL: Sendable {
    /// Longest URL that is kept, in bytes: it is the network's choice.
    private static let maximumURLBytes = 2048

    let row: Int
    let content: Result<FetchedBody, FetchError>
    let facts: FetchFacts

    init(_ result: FetchResult) {
        row = Int(truncatingIfNeeded: result.id)
        content = result.outcome
        var facts = FetchFacts()
        facts.attempts = result.attempts
        if result.attempts > 0 {
            facts.httpStatus = result.httpStatus
            facts.finalURL = result.finalURL.flatMap { $0.utf8.count <= Self.maximumURLBytes ? $0 : nil }
            if case .success(let body) = result.outcome { facts.bytes = body.buffer.count }
            facts.mime = result.mediaType
            let (seconds, attoseconds) = result.duration.components
            facts.milliseconds = Int(clamping: seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
        }
        self.facts = facts
    }
}
