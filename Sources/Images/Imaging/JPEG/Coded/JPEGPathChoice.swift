// Which JPEGs are decoded to planes here, and which go to libvips.

/// The one decision between the two paths, made from the header alone.
enum JPEGPathChoice: Sendable, Hashable {
    /// Decoded to planes of this sampling.
    case planes(ChromaSampling)
    /// For libvips, and why.
    case other(Reason)

    /// Why a JPEG is not for the plane path.
    enum Reason: String, Sendable, CaseIterable {
        case rareCoding, notEightBit, notYCbCr, unusualSampling, unusualSize
    }

    /// Longest side libjpeg accepts, in pixels.
    static let maximumSidePixels = 65_500

    init(_ header: JPEGHeader) {
        self = Self.reasonAgainst(header).map(Self.other) ?? Self.sampled(header)
    }

    private static func reasonAgainst(_ header: JPEGHeader) -> Reason? {
        if header.coding != .sequential, header.coding != .progressive { return .rareCoding }
        if header.precision != 8 { return .notEightBit }
        let sides = 1...maximumSidePixels
        if !sides.contains(header.width) || !sides.contains(header.height) { return .unusualSize }
        switch header.components.count {
        case 1: return nil
        case 3: return isRGB(header) ? .notYCbCr : nil
        default: return .notYCbCr
        }
    }

    private static func sampled(_ header: JPEGHeader) -> JPEGPathChoice {
        let first = header.components[0]
        if header.components.count == 1 {
            return first.horizontal == 1 && first.vertical == 1 ? .planes(.grey) : .other(.unusualSampling)
        }
        guard header.components.dropFirst().allSatisfy({ $0.horizontal == 1 && $0.vertical == 1 }) else {
            return .other(.unusualSampling)
        }
        switch (first.horizontal, first.vertical) {
        case (1, 1): return .planes(.full)
        case (2, 1): return .planes(.half)
        case (2, 2): return .planes(.quarter)
        case (1, 2): return .planes(.halfDown)
        case (4, 1): return .planes(.quarterAcross)
        default: return .other(.unusualSampling)
        }
    }

    /// libjpeg's rule (jdapimin.c, default_decompress_parms): JFIF is YCbCr, then Adobe's transform speaks,
    /// then the component letters.
    private static func isRGB(_ header: JPEGHeader) -> Bool {
        if header.hasJFIF { return false }
        if let transform = header.adobeTransform { return transform == 0 }
        return header.components.map(\.id) == Array("RGB".utf8)
    }
}
