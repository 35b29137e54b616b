// How many rows of a list are wanted.

package import DatasetModel
internal import RowSelection
internal import Tables

/// Asks after all rows of a list, reading nothing but the columns it asks for.
package struct SelectionCounter {
    /// What a count comes to.
    package struct Counts: Sendable {
        package let tally: SelectionTally
        /// Of the wanted rows, how many meet each of `FilterCondition.sizes`; empty if the list has no sizes.
        package let sizes: [Int]
    }

    private let list: URLList

    /// - Parameter list: made with `countsOnly`.
    package init(_ list: URLList) { self.list = list }

    package func counts() throws(URLListError) -> Counts {
        let sizes = TallySelector(list.sizeFilters)
        let stage = list.selection.makeStage(with: list.sizeFilters.isEmpty ? [] : [sizes])
        do {
            try SelectionPass(list: list, stage: stage, findsBrokenRows: false).run(
                decided: { _, _ in }, ended: { _, _ in })
        } catch let error as URLListError {
            throw error
        } catch {
            throw URLListError(category: .unreadable, detail: "\(error)")
        }
        var tally = stage.tally
        if !list.sizeFilters.isEmpty { tally.removals.removeLast() }
        return Counts(tally: tally, sizes: sizes.counts)
    }
}
