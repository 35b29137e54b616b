// `--min-caption-length`: rows whose caption says something.

package import Tables

/// Leaves out rows with a shorter caption, or none.
package final class CaptionLengthSelector: RowSelector {
    package let name = "min-caption-length"
    package let columns: [SelectorColumn] = [.caption]
    private let characters: Int

    /// - Parameter characters: Unicode code points, as Python counts them; blanks around a caption count.
    package init(characters: Int) { self.characters = characters }

    package func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
        let captions = try batch.requiredText(SelectorColumn.caption.batchName)
        for row in 0..<batch.rowCount where mask.keeps(row) {
            if !captions.withBytes(row, hasEnough) { mask.clear(row) }
        }
    }

    private func hasEnough(_ text: UnsafeRawBufferPointer) -> Bool {
        // Up to four bytes a character.
        if text.count < characters { return false }
        if text.count >= characters * 4 { return true }
        var count = 0
        for byte in text where byte & 0xC0 != 0x80 { count += 1 }
        return count >= characters
    }
}
