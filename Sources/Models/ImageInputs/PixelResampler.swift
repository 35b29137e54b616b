// Resizing exactly as Pillow does, since models were trained on its pixels.
//
// Columns first, rounded to 8 bits, then rows; weights in fixed point of 22 bits; filters grow with the reduction
// (Pillow's src/libImaging/Resample.c, described in its documentation of filters).

package import Imaging

/// Pillow's filters.
package enum PixelFilter: Hashable, Sendable {
    case box, bilinear, bicubic, lanczos

    /// Old pixels on each side that count when the size stays.
    fileprivate var reach: Double {
        switch self {
        case .box: 0.5
        case .bilinear: 1
        case .bicubic: 2
        case .lanczos: 3
        }
    }

    fileprivate func weight(_ distance: Double) -> Double {
        let x = abs(distance)
        switch self {
        // Pillow counts one of both ends.
        case .box: return distance > -0.5 && distance <= 0.5 ? 1 : 0
        case .bilinear: return max(0, 1 - x)
        case .bicubic:
            if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
            return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
        case .lanczos:
            guard x < 3 else { return 0 }
            guard x > 0 else { return 1 }
            let angle = Double.pi * x
            return 3 * sine(angle) * sine(angle / 3) / (angle * angle)
        }
    }
}

/// The weights of one direction.
private struct PixelWeights {
    let starts: [Int]
    /// For each new pixel `width` weights; those behind the last one are 0.
    let weights: [Int32]
    let width: Int

    static let bits: Int32 = 22

    init(from old: Int, to new: Int, _ filter: PixelFilter) {
        let scale = Double(old) / Double(new)
        let stretch = max(1, scale)
        let reach = filter.reach * stretch
        width = Int(reach.rounded(.up)) * 2 + 1
        var (starts, weights) = ([Int](), [Int32](repeating: 0, count: new * width))
        for index in 0..<new {
            let centre = (Double(index) + 0.5) * scale
            let first = max(0, Int(centre - reach + 0.5))
            let last = min(old, Int(centre + reach + 0.5))
            let own = (first..<max(first, last)).map { filter.weight((Double($0) - centre + 0.5) / stretch) }
            let sum = own.reduce(0, +)
            starts.append(first)
            for (place, weight) in own.enumerated() {
                let fixed = weight / (sum == 0 ? 1 : sum) * Double(1 << Self.bits)
                weights[index * width + place] = Int32(fixed < 0 ? fixed - 0.5 : fixed + 0.5)
            }
        }
        self.starts = starts
        self.weights = weights
    }
}

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
