// Rows chosen by conditions on their columns.

package import Tables

/// `--where` and its shorthands. Remembers nothing.
package final class WhereSelector: RowSelector {
    /// `where`, or the shorthand that is the only condition.
    package let name: String
    package let columns: [SelectorColumn]
    private let filter: RowFilter

    package init(_ filter: RowFilter) {
        self.filter = filter
        name = filter.optionName
        columns = filter.columns.map { .list($0) }
    }

    package func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
        mask.formIntersection(try filter.mask(of: batch) { SelectorColumn.list($0).batchName })
    }
}
