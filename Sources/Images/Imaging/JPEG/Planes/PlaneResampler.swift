// Resamples one plane at a time: down the columns first, then along the rows that remain.

internal import PlaneKernels

/// The resampler's scratch memory. For one worker.
final class PlaneResampler {
    private let sums = ScratchMemory()
    private let unturned = ScratchMemory()

    /// Fills the part of `target` that the picture touches.
    ///
    /// - Parameters:
    ///   - columns: weights along the stored rows of `source`.
    ///   - rows: weights down its columns.
    ///   - swapsAxes: whether stored columns become rows of `target`.
    func resample(
        _ source: SamplePlane, columns: AxisWeights, rows: AxisWeights, swapsAxes: Bool, into target: SamplePlane
    ) {
        if swapsAxes {
            let (width, height) = (columns.range.count, rows.range.count)
            let stored = unturned.samples(width * height)
            write(source, columns: columns, rows: rows, to: stored, stride: width)
            let corner = target.samples + columns.range.lowerBound * target.stride + rows.range.lowerBound
            plane_transpose(corner, target.stride, stored, width, Int32(width), Int32(height))
        } else {
            let corner = target.samples + rows.range.lowerBound * target.stride + columns.range.lowerBound
            write(source, columns: columns, rows: rows, to: corner, stride: target.stride)
        }
    }

    func trim() {
        sums.trim()
        unturned.trim()
    }

    private func write(
        _ source: SamplePlane, columns: AxisWeights, rows: AxisWeights, to out: UnsafeMutablePointer<UInt8>, stride: Int
    ) {
        // The last outputs of a row may load weightless samples behind its end.
        let length = (source.width + 31) / 32 * 32 + columns.taps
        let row = UnsafeMutableRawPointer(sums.samples(length * 2)).assumingMemoryBound(to: Int16.self)
        for index in 0..<rows.range.count {
            let start = Int(rows.starts[index])
            plane_sum_rows(
                row, Int32(source.width), source.samples + start * source.stride, source.stride,
                Int32(source.height - start), rows.weights + index * rows.taps, Int32(rows.taps), rows.biases[index])
            plane_sum_columns(
                out + index * stride, Int32(columns.range.count), row, columns.starts, columns.weights,
                Int32(columns.taps), columns.biases)
        }
    }
}
