// What is to be made of images, checked.

internal import Imaging

extension DownloadPlan {
    static func images(_ flags: DownloadFlags) throws(DownloadError) -> ImageOptions {
        let format: EncodeFormat =
            flags.encodeFormat == ImageChoices.original
            ? .jpg : try choice("--encode-format", flags.encodeFormat, also: [ImageChoices.original])
        let quality = flags.encodeQuality ?? format.defaultQuality
        switch format {
        case .jpg, .avif: _ = try number("--encode-quality", quality, 0...100)
        case .webp: _ = try number("--encode-quality", quality, 0...101)
        case .png:
            guard (0...9).contains(quality) else {
                throw DownloadError(
                    .command,
                    """
                    --encode-quality \(quality) does not fit png: there it is the compression, 0 (fast) to 9 (small).
                      leave it out for 6, or say --encode-format jpg
                    """)
            }
        }
        guard format.isWritable else {
            throw DownloadError(
                .command,
                """
                --encode-format avif cannot be written here: libheif has no encoder for AV1.
                  install it (Debian: libheif1 with libaom3), or choose jpg, png or webp
                """)
        }
        var options = ImageOptions(
            resizeOnlyIfBigger: flags.resizeOnlyIfBigger,
            upscaleInterpolation: try interpolation("--upscale-interpolation", flags.upscaleInterpolation),
            downscaleInterpolation: try interpolation("--downscale-interpolation", flags.downscaleInterpolation),
            encodeFormat: format, encodeQuality: quality, orients: flags.orients)
        guard let background = MatteColour(flags.background) else {
            throw DownloadError(
                .command,
                """
                --background "\(flags.background)" is no colour. Write it as '#rrggbb' (in quotes) or by name.
                  names: \(MatteColour.names.map(\.name).joined(separator: ", "))
                """)
        }
        options.background = background
        options.encodeSpeed = try number("--encode-speed", flags.encodeSpeed, 0...9)
        options.convertsToSRGB = flags.convertsToSRGB
        options.allowsSVG = flags.allowsSVG
        return try ResizeChoices(flags).options(options)
    }

    private static func interpolation(_ option: String, _ text: String) throws(DownloadError) -> Interpolation {
        if let known = Interpolation(named: text) { return known }
        throw invalid(option, text, choices: Interpolation.allCases.map(\.rawValue))
    }
}
