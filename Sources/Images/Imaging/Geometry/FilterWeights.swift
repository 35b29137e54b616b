// For every new pixel along one side: which old ones count, and how much.

internal import Glibc

/// The weights of one direction of a resampling. Pure.
struct FilterWeights {
    /// First old pixel of each new one; never falls from one to the next.
    private(set) var starts: [Int] = []
    /// Where the weights of each new pixel begin in `weights`; one more entry than pixels.
    private(set) var offsets: [Int] = [0]
    /// All weights, one new pixel's after the other; those of one pixel sum up to 1.
    private(set) var weights: [Float] = []

    /// Weights for the new pixels `range` out of `newLength` over an image whose side is `extent` old pixels.
    ///
    /// - Parameters:
    ///   - extent: may have a fraction, when a decoder has shrunk the image and its last pixel is part of one.
    ///   - count: old pixels there are; `extent` rounded up.
    init(extent: Double, count: Int, newLength: Int, range: Range<Int>, filter: Interpolation) {
        let scale = extent / Double(newLength)
        let isIdentity = scale == 1 && count == newLength
        starts.reserveCapacity(range.count)
        offsets.reserveCapacity(range.count + 1)
        for index in range {
            let taps: (first: Int, last: Int)
            switch isIdentity ? .nearest : filter {
            case .nearest:
                let nearest = isIdentity ? index : Int((Double(index) * scale).rounded(.down))
                taps = (nearest, nearest)
            case .area:
                let (from, to) = (Double(index) * scale, Double(index + 1) * scale)
                taps = (Int(from.rounded(.down)), max(Int(from.rounded(.down)), Int(to.rounded(.up)) - 1))
            case .linear, .cubic, .lanczos:
                let centre = (Double(index) + 0.5) * scale - 0.5
                let reach = filter.reach * max(1, scale)
                taps = (Int((centre - reach).rounded(.down)) + 1, Int((centre + reach).rounded(.up)) - 1)
            }
            append(taps, for: index, scale: scale, count: count, filter: isIdentity ? .nearest : filter)
        }
    }

    /// Adds one new pixel; taps beyond an edge count for the edge's pixel, as in OpenCV.
    private mutating func append(
        _ taps: (first: Int, last: Int), for index: Int, scale: Double, count: Int, filter: Interpolation
    ) {
        let start = min(max(0, taps.first), count - 1)
        let end = min(max(start, taps.last), count - 1)
        let base = weights.count
        weights.append(contentsOf: repeatElement(0, count: end - start + 1))
        var sum = 0.0
        for tap in taps.first...max(taps.first, taps.last) {
            let weight = filter.weight(of: tap, for: index, scale: scale)
            weights[base + min(max(tap, start), end) - start] += Float(weight)
            sum += weight
        }
        let factor = Float(sum == 0 ? 1 : 1 / sum)
        for position in base..<weights.count { weights[position] *= factor }
        starts.append(start)
        offsets.append(weights.count)
    }
}

extension Interpolation {
    /// Old pixels on each side that count when the size stays.
    fileprivate var reach: Double {
        switch self {
        case .nearest, .area: 0.5
        case .linear: 1
        case .cubic: 2
        case .lanczos: 4
        }
    }

    /// How much old pixel `tap` counts for new pixel `index`; filters grow with the scale, so that nothing is
    /// skipped when an image shrinks.
    fileprivate func weight(of tap: Int, for index: Int, scale: Double) -> Double {
        switch self {
        case .nearest: return 1
        case .area:
            let (from, to) = (Double(index) * scale, Double(index + 1) * scale)
            return max(0, min(to, Double(tap + 1)) - max(from, Double(tap)))
        case .linear, .cubic, .lanczos:
            let centre = (Double(index) + 0.5) * scale - 0.5
            return curve(abs(Double(tap) - centre) / max(1, scale))
        }
    }

    private func curve(_ distance: Double) -> Double {
        switch self {
        case .linear: return max(0, 1 - distance)
        case .cubic:
            // OpenCV's sharpness.
            let a = -0.75
            if distance < 1 { return ((a + 2) * distance - (a + 3)) * distance * distance + 1 }
            return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0
        case .lanczos:
            guard distance > 1e-9 else { return 1 }
            guard distance < 4 else { return 0 }
            let angle = Double.pi * distance
            return 4 * sin(angle) * sin(angle / 4) / (angle * angle)
        case .nearest, .area: return 1
        }
    }
}
