// New rows from old ones, as the decoder gives them: vertical first, since most images shrink.

internal import PlaneKernels

/// Resamples an image row by row with exact filter windows; only the rows that are still open are held.
///
/// libvips has no area filter for factors that are no whole number, and the ones of its resize run through
/// several operations, each with its own buffers; here every row is read once.
struct RowResampler<Sample: FixedWidthInteger & UnsignedInteger>: ~Copyable {
    private let columns: FilterWeights
    private let rows: FilterWeights
    private let bands: Int
    /// Values in one old row.
    private let rowLength: Int
    /// Values from one open row's sums to the next; four more than needed, so that a pixel of three bands can be
    /// read as four.
    private let openStride: Int
    private let openCount: Int
    /// Sums of the open rows; freed by `deinit`.
    private let sums: UnsafeMutablePointer<Float>
    private var finishedRows = 0

    /// A resampler from rows of `width` pixels with one or three `bands`.
    init(width: Int, bands: Int, columns: FilterWeights, rows: FilterWeights) {
        self.columns = columns
        self.rows = rows
        self.bands = bands
        rowLength = width * bands
        openStride = rowLength + 4
        openCount = rows.mostOpen
        sums = .allocate(capacity: openStride * openCount)
        sums.initialize(repeating: 0, count: openStride * openCount)
    }

    deinit {
        sums.deallocate()
    }

    /// Bytes held for an image with these weights.
    static func heldBytes(width: Int, bands: Int, rows: FilterWeights) -> Int {
        (width * bands + 4) * rows.mostOpen * MemoryLayout<Float>.stride
    }

    /// Takes old row `index`, the rows in order, and writes the new rows that are complete with it.
    ///
    /// - Parameters:
    ///   - result: first value of the first new row.
    ///   - stride: values from one new row to the next.
    mutating func take(
        _ row: UnsafePointer<Sample>, at index: Int, into result: UnsafeMutablePointer<Sample>, stride: Int
    ) {
        var new = finishedRows
        while new < rows.starts.count, rows.starts[new] <= index {
            let first = rows.offsets[new]
            let place = index - rows.starts[new]
            let weight = rows.weights[first + place]
            let sum = sums + new % openCount * openStride
            add(row, times: weight, to: sum, isFirst: place == 0)
            if first + place + 1 == rows.offsets[new + 1] {
                write(sum, to: result + new * stride)
                finishedRows = new + 1
            }
            new += 1
        }
    }

    private func add(
        _ row: UnsafePointer<Sample>, times weight: Float, to sum: UnsafeMutablePointer<Float>, isFirst: Bool
    ) {
        if Sample.self == UInt8.self {
            let bytes = UnsafeRawPointer(row).assumingMemoryBound(to: UInt8.self)
            row_add(sum, bytes, Int32(rowLength), weight, isFirst ? 1 : 0)
        } else if isFirst {
            for column in 0..<rowLength { sum[column] = weight * Float(row[column]) }
        } else {
            for column in 0..<rowLength { sum[column] += weight * Float(row[column]) }
        }
    }

    /// The horizontal half, for one complete row.
    private func write(_ sum: UnsafeMutablePointer<Float>, to result: UnsafeMutablePointer<Sample>) {
        columns.weights.withUnsafeBufferPointer { weights in
            columns.offsets.withUnsafeBufferPointer { offsets in
                columns.starts.withUnsafeBufferPointer { starts in
                    if bands == 3 {
                        writeColour(sum, to: result, starts: starts, offsets: offsets, weights: weights)
                    } else {
                        writeGrey(sum, to: result, starts: starts, offsets: offsets, weights: weights)
                    }
                }
            }
        }
    }

    private func writeGrey(
        _ sum: UnsafeMutablePointer<Float>, to result: UnsafeMutablePointer<Sample>,
        starts: UnsafeBufferPointer<Int>, offsets: UnsafeBufferPointer<Int>, weights: UnsafeBufferPointer<Float>
    ) {
        for new in 0..<starts.count {
            var value: Float = 0
            var old = sum + starts[new]
            for tap in offsets[new]..<offsets[new + 1] {
                value += weights[tap] * old.pointee
                old += 1
            }
            result[new] = Self.sample((value + Self.roundingOffset).bitPattern)
        }
    }

    private func writeColour(
        _ sum: UnsafeMutablePointer<Float>, to result: UnsafeMutablePointer<Sample>,
        starts: UnsafeBufferPointer<Int>, offsets: UnsafeBufferPointer<Int>, weights: UnsafeBufferPointer<Float>
    ) {
        var pixel = result
        for new in 0..<starts.count {
            var value = SIMD4<Float>(repeating: 0)
            var old = UnsafeRawPointer(sum + starts[new] * 3)
            for tap in offsets[new]..<offsets[new + 1] {
                value += weights[tap] * old.loadUnaligned(as: SIMD4<Float>.self)
                old += 3 * MemoryLayout<Float>.stride
            }
            let bits = unsafeBitCast(value + Self.roundingOffset, to: SIMD4<UInt32>.self)
            pixel[0] = Self.sample(bits[0])
            pixel[1] = Self.sample(bits[1])
            pixel[2] = Self.sample(bits[2])
            pixel += 3
        }
    }

    /// 1.5 times 2^23: a float this large has no bits left for a fraction, so that adding it rounds, and the whole
    /// number stands in the low bits of the sum, for values between plus and minus 2^22.
    private static var roundingOffset: Float { 12_582_912 }

    /// The value whose sum with `roundingOffset` has these bits, cut to what a sample can hold.
    private static func sample(_ bits: UInt32) -> Sample {
        let whole = Int32(bitPattern: bits) &- Int32(bitPattern: roundingOffset.bitPattern)
        return Sample(truncatingIfNeeded: min(max(whole, 0), Int32(truncatingIfNeeded: Sample.max)))
    }
}

extension FilterWeights {
    /// Most new pixels that are begun and not complete at any time.
    var mostOpen: Int {
        var most = 1
        var first = 0
        for new in starts.indices {
            while starts[first] + offsets[first + 1] - offsets[first] <= starts[new] { first += 1 }
            most = max(most, new - first + 1)
        }
        return most
    }
}
