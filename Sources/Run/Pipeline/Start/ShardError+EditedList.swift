// The refusal to resume inside a shard whose rows were changed in the list.

internal import DatasetFolder
internal import DatasetModel

extension ShardError {
    /// The list's rows changed since their shard was begun. One line: it is printed in a run's closing words.
    ///
    /// - Parameters:
    ///   - dataset: the output folder, as given.
    ///   - what: what differs; nil for a shard that is open.
    static func editedList(_ plan: ShardPlan, dataset: String, what: String? = nil) -> ShardError {
        let name = plan.file.split(separator: "/").last.map(String.init) ?? plan.file
        let what =
            what ?? "rows of shard \(plan.id.number), which is not finished, have other URLs, captions or keys now"
        return ShardError(
            .identityDiffers,
            """
            \(name) was edited since \(dataset) was begun: \(what); resuming would mix two lists. Resume with the original list, \
            add it as further shards (--incremental-mode extend), or start over: another --output-folder, \
            or --incremental-mode overwrite.
            """)
    }
}
