// `--exclude-list`: rows that somebody has asked to be left out.

package import Tables

/// Leaves out rows whose URL, domain or URL's hash is on a list.
package final class ExcludeSelector: RowSelector {
    package let name = "exclude-list"
    package let columns: [SelectorColumn] = [.url]
    private let test: ExclusionTest
    private let names: any URLNames

    package init(_ list: ExcludeList, names: any URLNames) {
        test = ExclusionTest(list)
        self.names = names
    }

    package func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
        let urls = try batch.requiredText(SelectorColumn.url.batchName)
        for row in 0..<batch.rowCount where mask.keeps(row) {
            if urls.withBytes(row, { test.excludes(listed: $0, names) }) { mask.clear(row) }
        }
    }
}
