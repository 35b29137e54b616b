// The end of a row that a later run has already tried again.

extension SampleOutcome {
    /// The row stands in a shard of a retry, with an image or with a newer reason: here it stays failed.
    package static let triedAgain = SampleOutcome.failedToDownload(
        "tried_again", "tried again by a later run", isTemporary: true)
}
