// The outcome of a row, and the reason.

/// The end of one row: had, or failed with a reason.
package struct SampleOutcome: Hashable, Sendable {
    /// img2dataset's status.
    package let status: SampleStatus
    /// A short closed word for tallies (`dns`, `timeout`, `http_404`, `decode`…); nil for a success.
    package let category: String?
    /// The reason in words, img2dataset's wording where it has one; nil for a success.
    package let message: String?
    /// Whether the reason passes, as the stage that gave it knows. nil for an outcome that was read back: a record has only
    /// the words.
    package let isTemporary: Bool?

    private init(status: SampleStatus, category: String?, message: String?, isTemporary: Bool? = false) {
        self.status = status
        self.category = category
        self.message = message
        self.isTemporary = isTemporary
    }

    /// The failure that a record has.
    package static func recorded(_ status: SampleStatus, _ category: String, _ message: String) -> SampleOutcome {
        SampleOutcome(status: status, category: category, message: message, isTemporary: nil)
    }

    /// By what a record has of them.
    package static func == (one: SampleOutcome, other: SampleOutcome) -> Bool {
        one.status == other.status && one.category == other.category && one.message == other.message
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(status)
        hasher.combine(category)
        hasher.combine(message)
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
        "tried_again", "hash_mismatch", "store_not_allowed",
    ]

    /// No usable bytes were received.
    ///
    /// - Parameter isTemporary: whether a later attempt may succeed.
    package static func failedToDownload(
        _ category: String, _ message: String, isTemporary: Bool = false
    ) -> SampleOutcome {
        SampleOutcome(status: .failedToDownload, category: category, message: message, isTemporary: isTemporary)
    }

    /// Bytes were received, but no image for the dataset could be made from them.
    package static func failedToResize(_ category: String, _ message: String) -> SampleOutcome {
        SampleOutcome(status: .failedToResize, category: category, message: message)
    }
}
