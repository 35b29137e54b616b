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
    func apply<Sample: FixedWidthInteger & UnsignedInteger>(to pixels: UnsafeMutablePointer<Sample>) {
        let length = columns.count * values
        let read = max(0, rows.lowerBound - reach)..<min(height, rows.upperBound + reach)
        let across = UnsafeMutablePointer<Float>.allocate(capacity: read.count * length)
        let wide = UnsafeMutablePointer<Float>.allocate(capacity: (columns.count + 2 * reach) * values)
        let sums = UnsafeMutablePointer<Float>.allocate(capacity: length)
        defer {
            across.deallocate()
            wide.deallocate()
            sums.deallocate()
        }
        for row in read {
            fill(wide, from: pixels, row: row)
            let result = across + (row - read.lowerBound) * length
            for index in 0..<length { result[index] = kernel[reach] * wide[reach * values + index] }
            for tap in 0..<reach {
                add(wide + tap * values, wide + (2 * reach - tap) * values, times: kernel[tap], to: result, length)
            }
        }
        for row in rows {
            func line(_ place: Int) -> UnsafeMutablePointer<Float> {
                across + (Self.reflected(place, length: height) - read.lowerBound) * length
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
        _ wide: UnsafeMutablePointer<Float>, from pixels: UnsafeMutablePointer<Sample>, row: Int
    ) {
        let covering = mask.areas.filter { $0.rows.contains(row) }.map(\.columns)
        var to = wide
        for column in columns.lowerBound - reach..<columns.upperBound + reach {
            let place = Self.reflected(column, length: width)
            let from = pixels + (row * width + place) * bands
            for band in 0..<bands { to[band] = Float(from[band]) / Float(Sample.max) }
            to[bands] = covering.contains { $0.contains(place) } ? 1 : 0
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
