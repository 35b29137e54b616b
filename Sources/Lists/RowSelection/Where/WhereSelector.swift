// Rows chosen by conditions on their columns.

package import Tables

/// `--where`, or one of its shorthands. Remembers nothing.
package final class WhereSelector: RowSelector {
    /// `where`, or the shorthand.
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
