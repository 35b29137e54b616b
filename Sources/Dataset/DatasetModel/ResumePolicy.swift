// What a start does with what an earlier one left.

/// img2dataset's `incremental_mode`.
package enum ResumePolicy: String, Sendable, CaseIterable {
    /// Resume: finished shards stay, the rest is downloaded.
    case incremental
    /// Remove the dataset in the output folder and start over.
    case overwrite
    /// Add new shards after the highest number that is there.
    case extend
}
