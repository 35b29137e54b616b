// Counts rows without choosing any.

package import Tables

/// Counts the wanted rows that meet each of several conditions, and takes none out.
package final class TallySelector: RowSelector {
    package let name = "tally"
    package let columns: [SelectorColumn]
    /// For each condition the wanted rows that meet it.
    package private(set) var counts: [Int]
    private let filters: [RowFilter]

    package init(_ filters: [RowFilter]) {
        self.filters = filters
        counts = [Int](repeating: 0, count: filters.count)
        var columns: [SelectorColumn] = []
        for name in filters.flatMap(\.columns) where !columns.contains(.list(name)) { columns.append(.list(name)) }
        self.columns = columns
    }

    package func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
        for (place, filter) in filters.enumerated() {
            var met = mask
            met.formIntersection(try filter.mask(of: batch) { SelectorColumn.list($0).batchName })
            counts[place] += met.keptCount
        }
    }
}
