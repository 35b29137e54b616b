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
    /// Weights per sample; those that a sample does not need are zero.
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
        let cells = AxisCells(request)
        range = cells.range
        // Windows of the area filter follow from two multiplications; the others are summed pixel by pixel.
        let area = request.filter == .area ? AreaWindows(request) : nil
        let filter =
            area == nil
            ? FilterWeights(
                extent: request.extent, count: request.sampleCount, newLength: request.scaledLength,
                range: cells.pixels, filter: request.filter) : nil
        let firstPixel = cells.pixels.lowerBound
        func window(_ cell: AxisCell) -> Range<Int> {
            area?.window(of: cell.pixels) ?? filter?.window(of: cell.pixels, from: firstPixel) ?? 0..<1
        }
        var most = 1
        for index in range { most = max(most, window(cells[index]).count) }
        let taps = isForColumns ? (most <= 4 ? 4 : (most + 7) / 8 * 8) : (most + 1) / 2 * 2
        self.taps = taps

        let capacity = (range.count + 7) / 8 * 8
        starts = .allocate(capacity: capacity)
        weights = .allocate(capacity: capacity * taps)
        biases = .allocate(capacity: capacity)
        heldBytes = capacity * (8 + 2 * taps)
        starts.initialize(repeating: 0, count: capacity)
        weights.initialize(repeating: 0, count: capacity * taps)
        biases.initialize(repeating: rounding, count: capacity)
        let shares = UnsafeMutablePointer<Double>.allocate(capacity: most)
        defer { shares.deallocate() }
        for index in range {
            let cell = cells[index]
            let window = window(cell)
            area?.fill(shares, window: window, pixels: cell.pixels)
            filter?.fill(shares, window: window, pixels: cell.pixels, from: firstPixel)
            let place = index - range.lowerBound
            starts[place] = Int32(window.lowerBound)
            let given = Self.store(shares, count: window.count, cellLength: cell.length, at: weights + place * taps)
            biases[place] += Self.neutral * Int32(Self.one - given) << 6
        }
    }

    deinit {
        starts.deallocate()
        weights.deallocate()
        biases.deallocate()
    }

    /// Rounds so that errors do not add up: each weight is the step between two rounded partial sums.
    private static func store(
        _ shares: UnsafeMutablePointer<Double>, count: Int, cellLength: Int, at weights: UnsafeMutablePointer<Int16>
    ) -> Int {
        let scale = Double(one) / Double(cellLength)
        // Half a step for rounding; the rest keeps sums above zero, where conversion rounds down.
        let lift = one * 8
        var partial = 0.5 + Double(lift)
        var stored = 0
        for tap in 0..<count {
            partial += shares[tap] * scale
            let next = Int(partial) - lift
            weights[tap] = Int16(clamping: next - stored)
            stored = next
        }
        return stored
    }
}

/// The windows of the area filter: each decoded sample counts by the part of it that is covered.
private struct AreaWindows {
    /// Below this, a part of a sample is a rounding error.
    private static let least = 1e-6
    private let samplesPerPixel: Double
    private let last: Int

    init(_ request: AxisRequest) {
        samplesPerPixel = request.extent / Double(request.scaledLength)
        last = request.sampleCount - 1
    }

    func window(of pixels: Range<Int>) -> Range<Int> {
        let first = min(last, Int(Double(pixels.lowerBound) * samplesPerPixel + Self.least))
        // Rounded up by hand: without SSE 4.1 in the baseline, `rounded` is a call.
        let end = Double(pixels.upperBound) * samplesPerPixel - Self.least
        let whole = Int(end)
        return first..<max(first + 1, min(last + 1, Double(whole) < end ? whole + 1 : whole))
    }

    /// The shares sum up to the number of pixels.
    func fill(_ shares: UnsafeMutablePointer<Double>, window: Range<Int>, pixels: Range<Int>) {
        let from = Double(pixels.lowerBound) * samplesPerPixel
        let to = Double(pixels.upperBound) * samplesPerPixel
        if window.count == 1 {
            shares[0] = Double(pixels.count)
            return
        }
        let perSample = 1 / samplesPerPixel
        for sample in window {
            let covered = min(to, Double(sample + 1)) - max(from, Double(sample))
            shares[sample - window.lowerBound] = covered * perSample
        }
    }
}

extension FilterWeights {
    /// The decoded samples that count for any of `pixels`; `first` is the pixel of the first entry.
    fileprivate func window(of pixels: Range<Int>, from first: Int) -> Range<Int> {
        let last = pixels.upperBound - 1 - first
        return starts[pixels.lowerBound - first]..<starts[last] + offsets[last + 1] - offsets[last]
    }

    /// The shares sum up to the number of pixels.
    fileprivate func fill(
        _ shares: UnsafeMutablePointer<Double>, window: Range<Int>, pixels: Range<Int>, from first: Int
    ) {
        shares.update(repeating: 0, count: window.count)
        for pixel in pixels.lowerBound - first..<pixels.upperBound - first {
            let base = starts[pixel] - window.lowerBound
            for tap in offsets[pixel]..<offsets[pixel + 1] {
                shares[base + tap - offsets[pixel]] += Double(weights[tap])
            }
        }
    }
}
