// `--limit`: no more rows than that.

package import Tables

/// Keeps the first rows that are wanted otherwise.
package final class LimitSelector: RowSelector {
    package let name = "limit"
    package let columns: [SelectorColumn] = []
    private var left: Int

    /// - Parameter rows: that are kept, at least 1; nil if others count them, and report to the stage.
    package init(rows: Int?) { left = rows ?? .max }

    package var isExhausted: Bool { left == 0 }

    package func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
        let kept = mask.keptCount
        if kept <= left {
            left -= kept
            return
        }
        for row in 0..<batch.rowCount where mask.keeps(row) {
            if left > 0 { left -= 1 } else { mask.clear(row) }
        }
    }
}
