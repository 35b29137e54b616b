// Four inks: cyan, magenta, yellow and black.

internal import CVips

extension PixelImage {
    /// Whether the pixels are four inks, with a profile or without.
    package var isCMYK: Bool { bands >= 4 && pointer.pointee.Type == VIPS_INTERPRETATION_CMYK }

    private var hasProfile: Bool { vips_image_get_typeof(pointer, "icc-profile-data") != 0 }

    /// Whether the pixels are four inks of 8 bits that no profile explains.
    package var isInks: Bool { bands == 4 && depth == .eightBit && isCMYK && !hasProfile }

    /// The image with no profile. libvips would put one of its own in the place of one that it cannot use.
    package func withoutProfile() throws(VipsError) -> PixelImage {
        try applying { cvips_without_profile($0, $1) }
    }

    /// The image as `isInks` has it, where its inks are of 16 bits or more than four values; nil for what is no ink or
    /// has a profile.
    func plainInks() throws(VipsError) -> PixelImage? {
        guard isCMYK, !hasProfile, depth != .other else { return nil }
        var image = try applying { cvips_extract_bands($0, $1, 0, 4) }
        if image.depth == .sixteenBit { image = try image.applying { cvips_halve_depth($0, $1) } }
        return try image.applying { cvips_relabel($0, $1, VIPS_INTERPRETATION_CMYK) }
    }
}
