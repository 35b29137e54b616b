// One drawn image of the sample web, named by its path.

/// An image that the sample web draws: its path says all about it.
///
/// `/image/<width>x<height>/<kind>/<seed>.<format>`, e.g. `/image/500x375/photo/17.jpg`.
package struct SampleImage: Sendable, Hashable {
    /// What is drawn; named as in `Vips`, where each is explained.
    package enum Kind: String, Sendable, CaseIterable {
        case photo, gray, alpha, grayAlpha, palette, cmyk, sixteenBit, float, animation
    }

    /// How it is encoded; the raw value is the ending of the path.
    package enum Format: String, Sendable, CaseIterable {
        case jpg, png, webp, gif, tiff, avif, heic, jp2, jxl, bmp
    }

    /// Longest edge, in pixels; keeps a path from asking for more memory than is there.
    static let maximumEdgePixels = 8192

    package var width: Int
    package var height: Int
    package var kind: Kind
    package var seed: UInt64
    package var format: Format

    package init(width: Int, height: Int, kind: Kind = .photo, seed: UInt64, format: Format = .jpg) {
        self.width = width
        self.height = height
        self.kind = kind
        self.seed = seed
        self.format = format
    }

    /// Reads a path; nil when it is not one of an image.
    package init?(path: Substring) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[1] == "image" else { return nil }
        let edges = parts[2].split(separator: "x", omittingEmptySubsequences: false)
        let name = parts[4].split(separator: ".", omittingEmptySubsequences: false)
        guard edges.count == 2, let width = Int(edges[0]), let height = Int(edges[1]),
            (1...Self.maximumEdgePixels).contains(width), (1...Self.maximumEdgePixels).contains(height),
            let kind = Kind(rawValue: String(parts[3])), name.count == 2, let seed = UInt64(name[0]),
            let format = Format(rawValue: name[1] == "jpeg" ? "jpg" : String(name[1]))
        else { return nil }
        self.init(width: width, height: height, kind: kind, seed: seed, format: format)
    }

    /// The path that names this image.
    package var path: String { "/image/\(width)x\(height)/\(kind.rawValue)/\(seed).\(format.rawValue)" }

    /// Media type, as servers name it.
    package var contentType: String { format == .jpg ? "image/jpeg" : "image/\(format.rawValue)" }
}
