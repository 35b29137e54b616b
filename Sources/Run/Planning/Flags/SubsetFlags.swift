// The options that take a part of the list's rows, as typed.

/// A part of `DownloadFlags`; `SubsetChoices` is made from it.
package struct SubsetFlags: Sendable, Hashable {
    package var limit: Int?
    /// A share of the rows.
    package var sample: Double?
    /// For `sample` and `shuffles`; nil for 0.
    package var seed: Int?
    package var shuffles = false
    /// Rows; nil for `SubsetChoices.usualShuffleBuffer`.
    package var shuffleBuffer: Int?
    package var dedup: String?
    /// nil for 0.01 %.
    package var dedupFalsePositiveRate: Double?
    /// A size; nil for 1 GiB.
    package var dedupMemory: String?
    package var minimumCaptionLength = 0
    package var excludeLists: [String] = []

    package init() {}
}
