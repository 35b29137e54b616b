// One result being drawn from rows that come in order.

internal import Vips

/// Takes an image's rows one by one, and has them on its canvas at the end: resampled, turned, cut and bordered. Several
/// of them draw several sizes from one decoding.
final class CanvasDrawing<Sample: FixedWidthInteger & UnsignedInteger> {
    private let plan: TransformPlan
    private let bands: Int
    /// Columns and rows of the scaled image that lie on the canvas, as seen upright.
    private let columns: Range<Int>
    private let rows: Range<Int>
    /// First value that is drawn on the canvas, in the canvas' memory.
    private let corner: UnsafeMutablePointer<Sample>
    /// Values from one row of the canvas to the next.
    private let canvasStride: Int
    /// Where rows go: the corner, or for a turned image its scaled pixels as stored.
    private let result: UnsafeMutablePointer<Sample>
    private let stride: Int
    /// Columns and rows of the scaled image as stored that go to `result`.
    private let drawnColumns: Range<Int>
    private let drawnRows: Range<Int>
    /// nil where pixels stay as they are.
    private var resampler: RowResampler<Sample>?

    /// Begins to draw `image` on the canvas, whose memory is not to be used otherwise until `finish`. nil for a canvas
    /// without pixels, which no geometry gives.
    init?(_ canvas: Canvas, _ image: borrowing PixelImage, extent: PixelExtent) {
        plan = canvas.plan
        bands = canvas.bands
        let geometry = plan.geometry
        let size = MemoryLayout<Sample>.stride
        let bytes = canvas.canvasMemory.bytes(max(1, geometry.width * geometry.height * bands) * size)
        let pixels = bytes.bindMemory(to: Sample.self)
        let covers = geometry.scaledWidth >= geometry.width && geometry.scaledHeight >= geometry.height
        if !covers { pixels.update(repeating: Sample.max) }
        let seenColumns = max(0, -geometry.left)..<min(geometry.scaledWidth, geometry.width - geometry.left)
        let seenRows = max(0, -geometry.top)..<min(geometry.scaledHeight, geometry.height - geometry.top)
        canvasStride = geometry.width * bands
        let start = max(0, geometry.top) * canvasStride + max(0, geometry.left) * bands
        guard let base = pixels.baseAddress else { return nil }
        corner = base + start
        columns = seenColumns
        rows = seenRows
        let isUpright = plan.orientation.isUpright
        let (width, height) = (plan.scaledStoredWidth, plan.scaledStoredHeight)
        if isUpright {
            (result, stride) = (corner, canvasStride)
        } else {
            let scaled = canvas.scaledMemory.bytes(max(1, width * height * bands) * size)
            guard let base = scaled.bindMemory(to: Sample.self).baseAddress else { return nil }
            (result, stride) = (base, width * bands)
        }
        drawnColumns = isUpright ? seenColumns : 0..<width
        drawnRows = isUpright ? seenRows : 0..<height
        guard let filter = plan.filter else { return }
        resampler = RowResampler(
            width: image.width, bands: bands,
            columns: FilterWeights(
                extent: extent.width, count: image.width, newLength: width, range: drawnColumns, filter: filter),
            rows: FilterWeights(
                extent: extent.height, count: image.height, newLength: height, range: drawnRows, filter: filter))
    }

    /// Takes row `index` of the image, the rows in order.
    func take(_ row: UnsafePointer<Sample>, at index: Int) {
        if plan.filter != nil {
            resampler?.take(row, at: index, into: result, stride: stride)
        } else if drawnRows.contains(index) {
            (result + (index - drawnRows.lowerBound) * stride).update(
                from: row + drawnColumns.lowerBound * bands, count: drawnColumns.count * bands)
        }
    }

    /// Call when all rows are taken: the canvas is drawn.
    func finish() {
        resampler = nil
        if !plan.orientation.isUpright { turn() }
    }

    /// Copies columns and rows of the image as seen upright out of the scaled pixels as stored.
    private func turn() {
        let width = plan.scaledStoredWidth
        let walk = plan.orientation.walk(width: width, height: plan.scaledStoredHeight)
        let right = (walk.right.y * width + walk.right.x) * bands
        for row in rows {
            let x = walk.x + row * walk.down.x + columns.lowerBound * walk.right.x
            let y = walk.y + row * walk.down.y + columns.lowerBound * walk.right.y
            var from = (y * width + x) * bands
            let to = corner + (row - rows.lowerBound) * canvasStride
            for column in 0..<columns.count {
                for band in 0..<bands { to[column * bands + band] = result[from + band] }
                from += right
            }
        }
    }
}
