// The highest rows of a column, found by reading it.

package import RowSelection

/// What `--top` comes to.
package struct FoundTop: Sendable {
    package let share: TopShare
    /// Rows with a number.
    package let rowCount: Int
    /// What a wanted row has at least; nil where no row is wanted.
    package let threshold: Double?

    /// The condition that the wanted rows meet.
    var condition: FilterCondition { FilterCondition(column: share.column, atLeast: threshold, option: "--top") }
}

extension URLListOptions {
    /// Reads the columns of the list, twice or more often, and adds the conditions that the highest rows meet.
    ///
    /// - Parameter makers: make the selectors of the rows that count; the options' own selection is not asked.
    package mutating func keepTop(
        _ shares: [TopShare], among makers: [@Sendable () -> any RowSelector]
    ) throws(URLListError) {
        guard !shares.isEmpty else { return }
        let searches = shares.map { TopSelector.Search($0) }
        var passes = self
        passes.conditions = []
        passes.shuffle = nil
        passes.countsOnly = true
        passes.selection = SelectionPlan(makers + searches.map { search in { TopSelector(search) } })
        let list = try URLList(passes)
        while searches.contains(where: { !$0.isDone }) {
            _ = try SelectionCounter(list).counts()
            for search in searches { search.passEnded() }
        }
        for search in searches where search.rowCount == 0 {
            throw URLListError(
                category: .badCondition, detail: "column \"\(search.share.column)\" has no number in any row.")
        }
        tops = searches.map { FoundTop(share: $0.share, rowCount: $0.rowCount, threshold: $0.threshold) }
        conditions += tops.map(\.condition)
    }
}
