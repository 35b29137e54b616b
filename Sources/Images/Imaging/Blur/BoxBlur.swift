// Blurs boxes in pixels.

/// A separable Gaussian over the part of an image that its boxes reach, laid over the image through a mask that is
/// blurred itself, so that no edge shows.
struct BoxBlur {
    private let mask: BlurMask
    private let width: Int
    private let height: Int
    private let bands: Int
    private let kernel: [Float]
    private let reach: Int
    /// The pixels that can change.
    private let columns: Range<Int>
    private let rows: Range<Int>
    /// Values of one pixel under way: the image's and the mask's.
    private var values: Int { bands + 1 }

    init(_ mask: BlurMask, width: Int, height: Int, bands: Int) {
        self.mask = mask
        self.width = width
        self.height = height
        self.bands = bands
        kernel = mask.kernel
        reach = mask.taps / 2
        func reached(_ ranges: [Range<Int>], _ reach: Int, _ length: Int) -> Range<Int> {
            let first = ranges.map(\.lowerBound).min() ?? 0
            let end = ranges.map(\.upperBound).max() ?? 0
            return max(0, first - reach)..<min(length, end + reach)
        }
        columns = reached(mask.areas.map(\.columns), reach, width)
        rows = reached(mask.areas.map(\.rows), reach, height)
    }

    /// Blurs `pixels`, `width` times `height` times `bands` values without gaps.
    ///
    /// Rows blurred along themselves are held for as long as a row needs them: at most `mask.taps` of them.
    func apply<Sample: FixedWidthInteger & UnsignedInteger>(
        to pixels: UnsafeMutablePointer<Sample>, limit: TimeLimit
    ) throws(ImageError) {
        let length = columns.count * values
        let held = min(mask.taps, height)
        let across = UnsafeMutablePointer<Float>.allocate(capacity: held * length)
        let wide = UnsafeMutablePointer<Float>.allocate(capacity: (columns.count + 2 * reach) * values)
        let sums = UnsafeMutablePointer<Float>.allocate(capacity: length)
        let covered = UnsafeMutablePointer<UInt8>.allocate(capacity: width)
        defer {
            across.deallocate()
            wide.deallocate()
            sums.deallocate()
            covered.deallocate()
        }
        var next = max(0, rows.lowerBound - reach)
        for row in rows {
            while next < min(height, row + reach + 1) {
                fill(wide, from: pixels, row: next, covered: covered)
                let result = across + next % held * length
                for index in 0..<length { result[index] = kernel[reach] * wide[reach * values + index] }
                for tap in 0..<reach {
                    add(wide + tap * values, wide + (2 * reach - tap) * values, times: kernel[tap], to: result, length)
                }
                next += 1
                // Large filters over large images take minutes.
                try limit.check()
            }
            func line(_ place: Int) -> UnsafeMutablePointer<Float> {
                across + Self.reflected(place, length: height) % held * length
            }
            let middle = line(row)
            for index in 0..<length { sums[index] = kernel[reach] * middle[index] }
            for tap in 0..<reach {
                add(line(row + tap - reach), line(row + reach - tap), times: kernel[tap], to: sums, length)
            }
            lay(sums, over: pixels + (row * width + columns.lowerBound) * bands)
        }
    }

    /// One row as shares of full brightness, each pixel followed by its mask, continued past the edges.
    private func fill<Sample: FixedWidthInteger & UnsignedInteger>(
        _ wide: UnsafeMutablePointer<Float>, from pixels: UnsafeMutablePointer<Sample>, row: Int,
        covered: UnsafeMutablePointer<UInt8>
    ) {
        covered.update(repeating: 0, count: width)
        for area in mask.areas where area.rows.contains(row) {
            (covered + area.columns.lowerBound).update(repeating: 1, count: area.columns.count)
        }
        var to = wide
        for column in columns.lowerBound - reach..<columns.upperBound + reach {
            let place = Self.reflected(column, length: width)
            let from = pixels + (row * width + place) * bands
            for band in 0..<bands { to[band] = Float(from[band]) / Float(Sample.max) }
            to[bands] = Float(covered[place])
            to += values
        }
    }

    private func add(
        _ one: UnsafeMutablePointer<Float>, _ other: UnsafeMutablePointer<Float>, times weight: Float,
        to sums: UnsafeMutablePointer<Float>, _ length: Int
    ) {
        for index in 0..<length { sums[index] += weight * (one[index] + other[index]) }
    }

    /// Mixes blurred pixels into the image; cut off and not rounded, as img2dataset does.
    private func lay<Sample: FixedWidthInteger & UnsignedInteger>(
        _ blurred: UnsafeMutablePointer<Float>, over pixels: UnsafeMutablePointer<Sample>
    ) {
        let full = Float(Sample.max)
        for column in 0..<columns.count {
            let from = blurred + column * values
            let share = from[bands]
            guard share > 0 else { continue }
            for band in 0..<bands {
                let old = pixels + column * bands + band
                let mixed = Float(old.pointee) / full * (1 - share) + from[band] * share
                old.pointee = Sample(min(max(mixed * full, 0), full))
            }
        }
    }

    /// The place that stands for one outside of `length`: mirrored at the middle of the first and last pixel.
    static func reflected(_ place: Int, length: Int) -> Int {
        guard length > 1 else { return 0 }
        let period = 2 * (length - 1)
        let within = ((place % period) + period) % period
        return within < length ? within : period - within
    }
}
