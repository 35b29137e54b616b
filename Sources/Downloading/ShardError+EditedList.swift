// The refusal to go on inside a shard whose rows were changed in the list.

internal import DatasetModel
internal import Reporting
internal import Shards

extension ShardError {
    /// Rows of the list are others than when their shard was begun.
    ///
    /// - Parameter dataset: the output folder, as given.
    static func editedList(_ plan: ShardPlan, dataset: String) -> ShardError {
        let name = plan.file.split(separator: "/").last.map(String.init) ?? plan.file
        return ShardError(
            .identityDiffers,
            """
            \(name) was edited since \(dataset) was begun: of the rows of shard \(plan.id.number), which is half done, \
            URLs, captions or keys are other ones; going on would mix two lists.
            """,
            hint: """
                go on with the list as it was · start anew: another --output-folder · \
                replace it: --incremental-mode overwrite
                """)
    }
}
