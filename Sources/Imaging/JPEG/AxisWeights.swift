// Fixed-point weights for one side of one plane, laid out for the kernels.

/// For each canvas sample that the picture touches: the first decoded sample that counts, the weights from there
/// on, and the share of the background.
///
/// A chroma sample of the canvas is the mean of the pixels it stands for, as libjpeg computes it from full pixels:
/// where the picture begins or ends inside a chroma sample, the background counts for the rest. So an odd border
/// neither moves colours nor smears them.
final class AxisWeights {
    /// The background in chroma planes; luma samples have no share of it.
    private static let neutral: Int32 = 128
    /// One, in weights of 14 fraction bits.
    private static let one = 1 << 14

    /// The canvas samples with any share of the picture.
    let range: Range<Int>
    /// Weights per sample: a multiple of `tapMultiple`, filled up with zeros.
    let taps: Int
    /// First decoded sample of each canvas sample; `starts[i] + taps` may lie past the end where weights are zero.
    let starts: UnsafeMutablePointer<Int32>
    /// `taps` weights for each canvas sample.
    let weights: UnsafeMutablePointer<Int16>
    /// The background's share in samples of 20 fraction bits, plus `rounding`.
    let biases: UnsafeMutablePointer<Int32>
    /// Memory held, in bytes.
    let heldBytes: Int

    /// - Parameters:
    ///   - rounding: added to every bias.
    ///   - isForColumns: columns take 4 taps or a multiple of 8, and whole groups of 8 samples; rows take an even
    ///     number of taps.
    init(_ request: AxisRequest, isForColumns: Bool, rounding: Int32) {
        let first = max(0, request.offset) / request.cell
        let end = min(request.canvasLength, request.offset + request.scaledLength)
        range = first..<max(first, (end + request.cell - 1) / request.cell)
        let filter = FilterWeights(
            extent: Double(request.pixelCount) / Double(request.pixelsPerSample), count: request.sampleCount,
            newLength: request.scaledLength, range: Self.pixels(of: request, cells: range), filter: request.filter)
        let cells = Self.cells(of: request, range: range)
        let most = cells.reduce(1) { max($0, Self.span(of: $1.pixels, in: filter).count) }
        taps = isForColumns ? (most <= 4 ? 4 : (most + 7) / 8 * 8) : (most + 1) / 2 * 2

        let capacity = (range.count + 7) / 8 * 8
        starts = .allocate(capacity: capacity)
        weights = .allocate(capacity: capacity * taps)
        biases = .allocate(capacity: capacity)
        heldBytes = capacity * (8 + 2 * taps)
        starts.initialize(repeating: 0, count: capacity)
        weights.initialize(repeating: 0, count: capacity * taps)
        biases.initialize(repeating: rounding, count: capacity)
        var sums: [Float] = []
        for (index, cell) in cells.enumerated() {
            let span = Self.span(of: cell.pixels, in: filter)
            sums.removeAll(keepingCapacity: true)
            sums.append(contentsOf: repeatElement(0, count: span.count))
            for pixel in cell.pixels {
                let base = filter.starts[pixel] - span.lowerBound
                for (place, tap) in (filter.offsets[pixel]..<filter.offsets[pixel + 1]).enumerated() {
                    sums[base + place] += filter.weights[tap]
                }
            }
            starts[index] = Int32(span.lowerBound)
            let given = store(sums, share: 1 / Float(cell.length), at: index)
            biases[index] += Self.neutral * Int32(Self.one - given) << 6
        }
    }

    deinit {
        starts.deallocate()
        weights.deallocate()
        biases.deallocate()
    }

    /// Rounds so that errors do not add up: each weight is the step between two rounded partial sums.
    private func store(_ sums: [Float], share: Float, at index: Int) -> Int {
        let scale = share * Float(Self.one)
        var partial: Float = 0
        var stored = 0
        for (place, sum) in sums.enumerated() {
            partial += sum * scale
            let next = Int(partial.rounded())
            weights[index * taps + place] = Int16(clamping: next - stored)
            stored = next
        }
        return stored
    }

    /// A sample of the canvas: the picture's pixels in it, counted from the first that the canvas shows.
    private struct Cell {
        var pixels: Range<Int>
        /// Pixels of the canvas it stands for, the background's included.
        var length: Int
    }

    /// The resized picture's pixels on the canvas, in the picture's own direction.
    private static func pixels(of request: AxisRequest, cells: Range<Int>) -> Range<Int> {
        let from = max(0, -request.offset)
        let to = max(from, min(request.scaledLength, request.canvasLength - request.offset))
        return request.isReversed ? request.scaledLength - to..<request.scaledLength - from : from..<to
    }

    private static func cells(of request: AxisRequest, range: Range<Int>) -> [Cell] {
        let begin = max(0, request.offset)
        let end = min(request.canvasLength, request.offset + request.scaledLength)
        return range.map { index in
            let whole = index * request.cell..<min((index + 1) * request.cell, request.canvasLength)
            let from = max(whole.lowerBound, begin) - begin
            let to = min(whole.upperBound, end) - begin
            let shown = end - begin
            return Cell(pixels: request.isReversed ? shown - to..<shown - from : from..<to, length: whole.count)
        }
    }

    /// The decoded samples that count for any of `pixels`.
    private static func span(of pixels: Range<Int>, in filter: FilterWeights) -> Range<Int> {
        let last = pixels.upperBound - 1
        let end = filter.starts[last] + filter.offsets[last + 1] - filter.offsets[last]
        return filter.starts[pixels.lowerBound]..<end
    }
}
