// How much an old pixel counts for a new one, by their distance.

internal import Glibc

/// Pillow's filters.
package enum PixelFilter: Hashable, Sendable {
    case box, bilinear, bicubic, lanczos

    /// Old pixels on each side that count when the size stays.
    var reach: Double {
        switch self {
        case .box: 0.5
        case .bilinear: 1
        case .bicubic: 2
        case .lanczos: 3
        }
    }

    func weight(_ distance: Double) -> Double {
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
            return 3 * sin(angle) * sin(angle / 3) / (angle * angle)
        }
    }
}
