// `--exclude-list`: rows that somebody has asked to be left out.

package import Tables
internal import URLs

/// Leaves out rows whose URL, domain or URL's hash is on a list.
package final class ExcludeSelector: RowSelector {
    package let name = "exclude-list"
    package let columns: [SelectorColumn] = [.url]
    private let test: ExclusionTest
    /// Made for the first batch.
    private var parser: URLParser?

    package init(_ list: ExcludeList) { test = ExclusionTest(list) }

    package func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
        let parser = try urlParser()
        let urls = try batch.requiredText(SelectorColumn.url.batchName)
        for row in 0..<batch.rowCount where mask.keeps(row) {
            if urls.withBytes(row, { test.excludes(listed: $0, parser) }) { mask.clear(row) }
        }
    }

    private func urlParser() throws(TableError) -> URLParser {
        if let parser { return parser }
        do {
            let made = try URLParser()
            parser = made
            return made
        } catch {
            throw TableError(category: .outOfMemory, detail: error.message)
        }
    }
}
