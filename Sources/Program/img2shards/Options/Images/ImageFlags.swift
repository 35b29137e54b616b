// Options that shape the images.

internal import ArgumentParser
internal import Planning

struct ImageFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Target side in pixels; for fit, fill and max_area also a box, 512x384. Several, as in 256,512,1024, write a \
            dataset each, in OUT/256, OUT/512 and OUT/1024.
            """,
            valueName: "pixels"))
    var imageSize = PixelSizes(values: [256])

    @Option(
        help: ArgumentHelp(
            """
            border (padding), keep_ratio (shorter side), keep_ratio_largest (longer side), center_crop, no, fit (inside a box), \
            fill (covers a box, cropped) or max_area ('max_area 262144').
            """,
            valueName: "mode"), completion: .list(OptionChoices.resizeModes))
    var resizeMode = "border"

    @OptionGroup var resizing: ResizeFlags

    @Flag(help: "Do not resize images that are not larger than the target.")
    var resizeOnlyIfBigger = false

    @Option(
        help: ArgumentHelp("nearest, linear, cubic, area or lanczos.", valueName: "filter"),
        completion: .list(OptionChoices.interpolations))
    var upscaleInterpolation = "lanczos"

    @Option(
        help: ArgumentHelp("nearest, linear, cubic, area or lanczos.", valueName: "filter"),
        completion: .list(OptionChoices.interpolations))
    var downscaleInterpolation = "area"

    @Option(
        help: ArgumentHelp(
            "jpg, png, webp, avif, or original: the original file, unless it must be resized or converted.",
            valueName: "format"),
        completion: .list(OptionChoices.encodeFormats))
    var encodeFormat = "jpg"

    @Option(
        help: ArgumentHelp(
            "jpg, webp, avif: 0 to 100, webp above 100 lossless; png: compression 0 to 9.",
            valueName: "quality"))
    var encodeQuality = Setting<Int>(otherwise: "95, png 6, avif 80")

    @Option(help: ArgumentHelp("For avif: 0 (slow, small files) to 9.", valueName: "speed"))
    var encodeSpeed = 6

    @Option(help: ArgumentHelp("Colour under transparent pixels: a name or #rrggbb.", valueName: "colour"))
    var background = "white"

    @Flag(help: "Convert images with a colour profile to sRGB.")
    var toSrgb = false

    @Flag(help: "Render SVG images, which are refused otherwise.")
    var allowSvg = false

    @Flag(inversion: .prefixedNo, help: "Turn images upright as their EXIF orientation says.")
    var orient = true

    @OptionGroup var choices: ChoiceFlags

    func apply(to flags: inout DownloadFlags) {
        choices.apply(to: &flags)
        resizing.apply(to: &flags)
        flags.imageSizes = imageSize.values
        flags.imageBox = imageSize.box
        flags.resizeMode = resizeMode
        flags.resizeOnlyIfBigger = resizeOnlyIfBigger
        flags.upscaleInterpolation = upscaleInterpolation
        flags.downscaleInterpolation = downscaleInterpolation
        flags.encodeFormat = encodeFormat
        flags.encodeQuality = encodeQuality.value
        flags.orients = orient
        flags.encodeSpeed = encodeSpeed
        flags.background = background
        flags.convertsToSRGB = toSrgb
        flags.allowsSVG = allowSvg
    }
}
