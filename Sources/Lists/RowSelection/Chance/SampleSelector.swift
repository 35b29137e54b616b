// `--sample`: a share of the rows.

package import Tables

/// Keeps rows by a hash of their place.
package final class SampleSelector: RowSelector {
    package let name = "sample"
    package let columns: [SelectorColumn] = []
    private let sampling: RowSampling
    private var place = RowPlace(file: 0, row: 0)

    package init(_ sampling: RowSampling) { self.sampling = sampling }

    package func rowsBegin(at place: RowPlace) { self.place = place }

    package func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
        for row in 0..<batch.rowCount where mask.keeps(row) {
            if !sampling.keeps(row: place.row + row, ofFile: place.file) { mask.clear(row) }
        }
    }
}
