// Resizing exactly as Pillow does, since models were trained on its pixels.
//
// Columns first, rounded to 8 bits, then rows; weights in fixed point of 22 bits; filters grow with the reduction
// (Pillow's src/libImaging/Resample.c, described in its documentation of filters).

package import Imaging

/// Resizes images. Pure.
package enum PixelResampler {
    package static func resized(_ image: RGBImage, width: Int, height: Int, _ filter: PixelFilter) -> RGBImage {
        var result = image
        if width != image.width {
            let weights = PixelWeights(from: image.width, to: width, filter)
            result = columns(of: result, width, weights)
        }
        if height != image.height {
            let weights = PixelWeights(from: image.height, to: height, filter)
            result = rows(of: result, height, weights)
        }
        return result
    }

    private static let half: Int32 = 1 << (PixelWeights.bits - 1)

    private static func rounded(_ sum: Int32) -> UInt8 { UInt8(clamping: sum >> PixelWeights.bits) }

    private static func columns(of image: RGBImage, _ width: Int, _ weights: PixelWeights) -> RGBImage {
        let bytes = [UInt8](unsafeUninitializedCapacity: 3 * width * image.height) { out, filled in
            image.bytes.withUnsafeBufferPointer { old in
                weights.weights.withUnsafeBufferPointer { taps in
                    for row in 0..<image.height {
                        for column in 0..<width {
                            let start = weights.starts[column]
                            let count = min(weights.width, image.width - start)
                            var sum = SIMD4<Int32>(repeating: half)
                            for tap in 0..<count {
                                let place = 3 * (row * image.width + start + tap)
                                let pixel = SIMD4<Int32>(
                                    Int32(old[place]), Int32(old[place + 1]), Int32(old[place + 2]), 0)
                                sum &+= pixel &* taps[column * weights.width + tap]
                            }
                            let place = 3 * (row * width + column)
                            (out[place], out[place + 1], out[place + 2]) = (
                                rounded(sum[0]), rounded(sum[1]), rounded(sum[2])
                            )
                        }
                    }
                }
            }
            filled = 3 * width * image.height
        }
        return RGBImage(width: width, height: image.height, bytes: bytes)
    }

    private static func rows(of image: RGBImage, _ height: Int, _ weights: PixelWeights) -> RGBImage {
        let length = 3 * image.width
        var sums = [Int32](repeating: 0, count: length)
        let bytes = [UInt8](unsafeUninitializedCapacity: length * height) { out, filled in
            image.bytes.withUnsafeBufferPointer { old in
                sums.withUnsafeMutableBufferPointer { sums in
                    for row in 0..<height {
                        sums.update(repeating: half)
                        let start = weights.starts[row]
                        for tap in 0..<min(weights.width, image.height - start) {
                            let weight = weights.weights[row * weights.width + tap]
                            guard weight != 0 else { continue }
                            let from = (start + tap) * length
                            for place in 0..<length { sums[place] &+= Int32(old[from + place]) &* weight }
                        }
                        for place in 0..<length { out[row * length + place] = rounded(sums[place]) }
                    }
                }
            }
            filled = length * height
        }
        return RGBImage(width: image.width, height: height, bytes: bytes)
    }
}
