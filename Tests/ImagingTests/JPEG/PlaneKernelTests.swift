// The vector kernels held against the plain ones.

import PlaneKernels
import Testing

@Suite("Plane kernels")
struct PlaneKernelTests {
    /// Repeatable numbers; which does not matter.
    private struct Numbers {
        var state: UInt32 = 12_345

        mutating func next(_ range: ClosedRange<Int>) -> Int {
            state = state &* 1_664_525 &+ 1_013_904_223
            return range.lowerBound + Int(state >> 8) % range.count
        }
    }

    @Test("Sums down the columns are the same on every CPU", arguments: [2, 4, 6, 18])
    func rows(taps: Int) {
        var numbers = Numbers()
        for (width, rowsLeft) in [(1, taps), (31, taps), (32, taps - 1), (200, taps), (513, taps)] {
            let stride = (width + 31) / 32 * 32
            let samples = (0..<stride * rowsLeft + Int(PLANE_KERNELS_ROW_PADDING)).map { _ in
                UInt8(numbers.next(0...255))
            }
            var weights = (0..<taps).map { _ in Int16(numbers.next(-3_000...9_000)) }
            if rowsLeft < taps { weights[taps - 1] = 0 }
            var vector = [Int16](repeating: 0, count: stride)
            var plain = vector
            plane_sum_rows(&vector, Int32(width), samples, stride, Int32(rowsLeft), weights, Int32(taps), 77_777)
            plane_sum_rows_plain(&plain, Int32(width), samples, stride, Int32(rowsLeft), weights, Int32(taps), 77_777)
            #expect(vector[..<width] == plain[..<width])
        }
    }

    @Test("Sums along the rows are the same on every CPU, and nothing is written past them", arguments: [4, 8, 16, 40])
    func columns(taps: Int) {
        var numbers = Numbers()
        for count in [1, 7, 8, 9, 100, 257] {
            let capacity = (count + 7) / 8 * 8
            let samples = (0..<600).map { _ in Int16(numbers.next(-2_000...18_000)) }
            let starts = (0..<capacity).map { _ in Int32(numbers.next(0...600 - taps)) }
            let weights = (0..<capacity * taps).map { _ in Int16(numbers.next(-1_000...7_000)) }
            let biases = (0..<capacity).map { _ in Int32(numbers.next(0...1 << 24)) }
            var vector = [UInt8](repeating: 7, count: count + 16)
            var plain = vector
            plane_sum_columns(&vector, Int32(count), samples, starts, weights, Int32(taps), biases)
            plane_sum_columns_plain(&plain, Int32(count), samples, starts, weights, Int32(taps), biases)
            #expect(vector == plain)
            #expect(vector[count...].allSatisfy { $0 == 7 })
        }
    }

    @Test("Rows become columns")
    func transposing() {
        let (width, height) = (37, 21)
        let samples = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var turned = [UInt8](repeating: 0, count: width * height)
        plane_transpose(&turned, height, samples, width, Int32(width), Int32(height))
        for x in 0..<width {
            for y in 0..<height { #expect(turned[x * height + y] == samples[y * width + x]) }
        }
    }
}
