// The refusal to go on inside a shard whose rows were changed in the list.

internal import DatasetFolder
internal import DatasetModel

extension ShardError {
    /// Rows of the list are others than when their shard was begun. One line: it is told in a run's closing words.
    ///
    /// - Parameters:
    ///   - dataset: the output folder, as given.
    ///   - what: what differs; nil for a shard that is open.
    static func editedList(_ plan: ShardPlan, dataset: String, what: String? = nil) -> ShardError {
        let name = plan.file.split(separator: "/").last.map(String.init) ?? plan.file
        let what =
            what ?? "rows of shard \(plan.id.number), which is half done, have other URLs, captions or keys now"
        return ShardError(
            .identityDiffers,
            """
            \(name) was edited since \(dataset) was begun: \(what); going on would mix two lists. Go on with the list \
            as it was, add it as further shards (--incremental-mode extend), or start anew: another --output-folder, \
            or --incremental-mode overwrite.
            """)
    }
}
