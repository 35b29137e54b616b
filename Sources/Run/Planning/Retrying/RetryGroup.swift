// Runs whose rows can be fetched again together.

package import DatasetFolder

/// Runs of a dataset that were made with the same columns and options.
package struct RetryGroup: Hashable, Sendable {
    /// Places in the history.
    package let runs: [Int]
    /// What the runs have in common, but for the lists.
    package let identity: RunIdentity

    /// The groups of a dataset, in the order in which they were begun.
    package static func groups(of history: RunHistory) -> [RetryGroup] {
        var groups: [RetryGroup] = []
        for (index, run) in history.runs.enumerated() where run.retry == nil {
            let other = groups.firstIndex {
                $0.identity.columns == run.identity.columns && $0.identity.options == run.identity.options
            }
            if let other {
                groups[other] = RetryGroup(runs: groups[other].runs + [index], identity: run.identity)
            } else {
                groups.append(RetryGroup(runs: [index], identity: run.identity))
            }
        }
        return groups
    }

    /// Places of the retries that took rows of this group.
    func retries(in history: RunHistory) -> [Int] {
        history.runs.indices.filter { index in
            history.runs[index].retry?.takenRuns.contains { runs.contains($0) } ?? false
        }
    }

    /// Whether tables have `error_class` as a column of ours; without, a column of that name is the list's.
    var hasErrorClasses: Bool { !identity.sets(.noExtraColumns) }
}
