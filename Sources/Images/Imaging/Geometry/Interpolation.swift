// The filters for new pixels, under img2dataset's names.

/// How new pixels are computed from old ones.
package enum Interpolation: String, CaseIterable, Sendable {
    /// The one pixel below the new one's corner.
    case nearest
    /// Weights fall in a straight line over one pixel.
    case linear
    /// Four pixels, sharper than linear.
    case cubic
    /// Each old pixel counts by the part of it that the new one covers.
    case area
    /// Eight pixels, the sharpest.
    case lanczos

    /// A filter by any of the names img2dataset takes (`bilinear`, `bicubic`, `lanczos4` among them), in any case.
    package init?(named name: String) {
        switch name.lowercased() {
        case "nearest": self = .nearest
        case "linear", "bilinear": self = .linear
        case "cubic", "bicubic": self = .cubic
        case "area": self = .area
        case "lanczos", "lanczos4": self = .lanczos
        default: return nil
        }
    }
}
