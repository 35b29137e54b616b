// The samples along one side of a canvas plane, and which pixels of the picture each stands for.

/// A sample of the canvas that shows at least one pixel of the picture.
struct AxisCell {
    /// The resized picture's pixels in it, in the picture's own direction.
    var pixels: Range<Int>
    /// Pixels of the canvas it stands for, the background's included.
    var length: Int
}

/// The canvas samples of `request` that the picture touches. Pure.
struct AxisCells {
    let request: AxisRequest
    /// Their indices on the canvas.
    let range: Range<Int>
    /// The canvas pixels that show the picture.
    private let shown: Range<Int>

    init(_ request: AxisRequest) {
        self.request = request
        let begin = max(0, request.offset)
        shown = begin..<max(begin, min(request.canvasLength, request.offset + request.scaledLength))
        let first = begin / request.cell
        range = first..<max(first, (shown.upperBound + request.cell - 1) / request.cell)
    }

    /// The resized picture's pixels that the canvas shows, in the picture's own direction.
    var pixels: Range<Int> { inPicture(shown) }

    /// The canvas sample at `index` of `range`.
    subscript(index: Int) -> AxisCell {
        let whole = index * request.cell..<min((index + 1) * request.cell, request.canvasLength)
        return AxisCell(pixels: inPicture(whole.clamped(to: shown)), length: whole.count)
    }

    private func inPicture(_ canvas: Range<Int>) -> Range<Int> {
        let from = canvas.lowerBound - request.offset
        let to = canvas.upperBound - request.offset
        return request.isReversed ? request.scaledLength - to..<request.scaledLength - from : from..<to
    }
}
