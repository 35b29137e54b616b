// The outcome of a row, and the reason.

/// The end of one row: had, or failed with a reason.
package struct SampleOutcome: Hashable, Sendable {
    /// img2dataset's status.
    package let status: SampleStatus
    /// A short closed word for tallies (`dns`, `timeout`, `http_404`, `decode`…); nil for a success.
    package let category: String?
    /// The reason in words, img2dataset's wording where it has one; nil for a success.
    package let message: String?

    private init(status: SampleStatus, category: String?, message: String?) {
        self.status = status
        self.category = category
        self.message = message
    }

    package static let success = SampleOutcome(status: .success, category: nil, message: nil)

    /// Whether the URL's host is to be blamed: its answer or its silence cost the row, not the list, our own machine
    /// or what the bytes were.
    package var blamesHost: Bool {
        status == .failedToDownload && !(category.map { Self.faultsOfOthers.contains($0) } ?? false)
    }

    private static let faultsOfOthers: Set<String> = [
        "invalid_url", "broken_row", "bad_key", "excluded", "missing_image", "damaged_shard", "proxy", "out_of_memory",
        "unexpected",
        "tried_again", "hash_mismatch",
    ]

    /// No usable bytes were received.
    package static func failedToDownload(_ category: String, _ message: String) -> SampleOutcome {
        SampleOutcome(status: .failedToDownload, category: category, message: message)
    }

    /// Bytes were received, but no image for the dataset could be made from them.
    package static func failedToResize(_ category: String, _ message: String) -> SampleOutcome {
        SampleOutcome(status: .failedToResize, category: category, message: message)
    }
}
