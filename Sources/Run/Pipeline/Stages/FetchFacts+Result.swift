// A result of the fetch engine as columns of the metadata.

internal import DatasetModel
internal import Fetching
internal import Ground

extension FetchFacts {
    /// Longest URL that is kept, in bytes: it is the network's choice, and stays in memory until its shard is done.
    static let maximumURLBytes = 2048

    /// What the engine learnt of a row. It has taken user and password out of the URL.
    init(_ result: FetchResult) {
        self.init()
        attempts = result.attempts
        guard result.attempts > 0 else { return }
        httpStatus = result.httpStatus
        finalURL = result.finalURL.flatMap { $0.utf8.count <= Self.maximumURLBytes ? $0 : nil }
        if case .success(let body) = result.outcome { bytes = body.buffer.count }
        mime = result.mediaType
        let (seconds, attoseconds) = result.duration.components
        milliseconds = Int(clamping: seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
