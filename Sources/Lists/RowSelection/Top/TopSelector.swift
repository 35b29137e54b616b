// Shows the numbers of a column to a search.

internal import Synchronization
package import Tables

/// Takes no row out; what it looks at are the rows that selectors before it kept.
package final class TopSelector: RowSelector {
    /// The search of a column, shared by the selectors of its passes.
    package final class Search: Sendable {
        package let share: TopShare
        private let state: Mutex<ThresholdSearch>

        package init(_ share: TopShare) {
            self.share = share
            state = Mutex(ThresholdSearch(share))
        }

        package var isDone: Bool { state.withLock { $0.isDone } }
        /// What the highest rows have at least; nil where no row is wanted.
        package var threshold: Double? { state.withLock { $0.threshold } }
        package var rowCount: Int { state.withLock { $0.rowCount } }
        package func passEnded() { state.withLock { $0.passEnded() } }

        fileprivate func add(_ numbers: [Double], _ mask: RowMask) {
            state.withLock { search in
                for row in numbers.indices where mask.keeps(row) { search.add(numbers[row]) }
            }
        }
    }

    package let name = "top"
    package let columns: [SelectorColumn]
    private let search: Search

    package init(_ search: Search) {
        self.search = search
        columns = [.list(search.share.column)]
    }

    package func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
        guard !search.isDone else { return }
        let numbers: [Double]
        do throws(TableError) {
            numbers = try batch.numbers(SelectorColumn.list(search.share.column).batchName)
        } catch {
            throw TableError(
                category: error.category, detail: "column \"\(search.share.column)\" has no numbers: \(error.detail)")
        }
        search.add(numbers, mask)
    }
}
