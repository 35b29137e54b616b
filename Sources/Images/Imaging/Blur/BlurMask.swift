// Which pixels are blurred, and how strongly: img2dataset's rules.

internal import Glibc

/// The boxes of one image in pixels, and the width of the filter that blurs them. Pure.
///
/// As img2dataset 1.47.0 has it (blurrer.py, after ImageNet's face obfuscation): each box grows by a tenth of its
/// longer side to all sides, and the largest box decides the filter.
struct BlurMask: Equatable {
    /// Columns and rows of one box.
    struct Area: Equatable {
        let columns: Range<Int>
        let rows: Range<Int>
    }

    let areas: [Area]
    /// Taps of the filter, odd and at least 3.
    let taps: Int

    /// The mask of an image of `width` by `height` pixels; `boxes` are of the same image.
    init(_ boxes: [BlurBox], width: Int, height: Int) {
        var longest = 0
        areas = boxes.map { box in
            let (left, right) = (Int(box.left * Double(width)), Int(box.right * Double(width)))
            let (top, bottom) = (Int(box.top * Double(height)), Int(box.bottom * Double(height)))
            let side = max(right - left, bottom - top)
            longest = max(longest, side)
            let growth = 0.1 * Double(side)
            return Area(
                columns: Self.range(Double(left) - growth, Double(right) + growth, length: width),
                rows: Self.range(Double(top) - growth, Double(bottom) + growth, length: height))
        }
        // Of a wide filter img2dataset computes sigma, and uses only its size: OpenCV then takes its own sigma.
        taps = max(3, 2 * Int((0.1 * Double(longest)).rounded(.up)) + 1)
    }

    /// The pixels between two sides, cut to the image; never none, as img2dataset would have for slim boxes and at
    /// the far edges, since a box that blurs nothing protects nobody.
    private static func range(_ from: Double, _ to: Double, length: Int) -> Range<Int> {
        let first = min(max(Int(from), 0), length - 1)
        let end = min(max(Int(to), 0), length - 1)
        return first..<max(end, first + 1)
    }

    /// OpenCV's Gaussian for a filter of this size without a sigma (getGaussianKernel), which for small sizes are
    /// tables of binary fractions.
    var kernel: [Float] {
        switch taps {
        case 3: return [0.25, 0.5, 0.25]
        case 5: return [0.0625, 0.25, 0.375, 0.25, 0.0625]
        case 7: return [0.03125, 0.109375, 0.21875, 0.28125, 0.21875, 0.109375, 0.03125]
        case 9: return [4, 13, 30, 51, 60, 51, 30, 13, 4].map { $0 / 256 }
        default: break
        }
        let sigma = 0.3 * (Double(taps - 1) * 0.5 - 1) + 0.8
        let weights = (0..<taps).map { tap in
            let distance = Double(tap) - Double(taps - 1) / 2
            return exp(-distance * distance / (2 * sigma * sigma))
        }
        let sum = weights.reduce(0, +)
        return weights.map { Float($0 / sum) }
    }
}
