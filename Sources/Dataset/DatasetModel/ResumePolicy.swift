// What a start does with what an earlier one left.

/// img2dataset's `incremental_mode`.
package enum ResumePolicy: String, Sendable, CaseIterable {
    /// Go on: shards that are finished stay, the rest is done.
    case incremental
    /// Remove the dataset in the output folder and start anew.
    case overwrite
    /// Add new shards after the highest number that is there.
    case extend
}
