// Colour profiles inside files.

internal import CVips

extension PixelImage {
    /// Lends the file's ICC profile; nil to `body` when it has none.
    package func withProfile<Result>(_ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
        var data: UnsafeRawPointer?
        var count = 0
        guard vips_image_get_typeof(pointer, "icc-profile-data") != 0,
            vips_image_get_blob(pointer, "icc-profile-data", &data, &count) == 0
        else { return body(nil) }
        return body(UnsafeRawBufferPointer(start: data, count: count))
    }

    /// Through the file's profile to sRGB; fails when the profile cannot be used on these pixels.
    func convertedToSRGB() throws(VipsError) -> PixelImage {
        guard depth != .other else { throw VipsError(.compute, "profiles are for 8 and 16 bits") }
        let isDeep = depth == .sixteenBit
        return try PixelImage(.compute) { cvips_to_srgb(pointer, $0, isDeep ? 16 : 8) }
    }
}
