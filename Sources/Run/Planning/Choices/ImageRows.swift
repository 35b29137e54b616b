// Rows of a dataset that have an image.

internal import RowSelection
internal import Tables

/// Keeps the rows whose `status` is `success`.
final class ImageRows: RowSelector {
    let name = "without image"
    let columns = [SelectorColumn.list("status")]

    func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
        guard let statuses = batch.text(SelectorColumn.list("status").batchName) else {
            throw TableError(category: .outOfMemory, detail: "no memory for the rows' status")
        }
        for row in 0..<batch.rowCount {
            let isSuccess = statuses.withBytes(row) { $0.elementsEqual("success".utf8) }
            if !isSuccess { mask.clear(row) }
        }
    }
}
