// One small picture in each format that is read.

internal import Ground
internal import Imaging

/// 64 x 64 pixels (an icon: 16 x 16) of four colours: red and green above blue and yellow.
enum TestPicture: String, CaseIterable {
    case jpeg, png, webp, gif, tiff, bmp, ico, avif, heic, jp2, jxl, svg

    /// The formats that images can be written in.
    static let writtenFormats = EncodeFormat.allCases

    private var file: [UInt8] {
        switch self {
        case .jpeg: PackageResources.quarters_jpg
        case .png: PackageResources.quarters_png
        case .webp: PackageResources.quarters_webp
        case .gif: PackageResources.quarters_gif
        case .tiff: PackageResources.quarters_tif
        case .bmp: PackageResources.quarters_bmp
        case .ico: PackageResources.quarters_ico
        case .avif: PackageResources.quarters_avif
        case .heic: PackageResources.quarters_heic
        case .jp2: PackageResources.quarters_jp2
        case .jxl: PackageResources.quarters_jxl
        case .svg: PackageResources.quarters_svg
        }
    }

    /// Reads the picture as a download does. Returns what is wrong; nil if nothing is.
    func problem() -> String? { Self.problem(file, writing: .png) }

    /// Writes a picture in a format, and reads it again.
    static func problem(writing format: EncodeFormat) -> String? { problem(TestPicture.png.file, writing: format) }

    private static func problem(_ file: [UInt8], writing format: EncodeFormat) -> String? {
        var options = ImageOptions(
            resizeMode: .fit, targetSize: side, encodeFormat: format, encodeQuality: format.defaultQuality)
        options.allowsSVG = true
        do {
            let written = try ImageTransformer(options).transform(
                file.withUnsafeBytes { ByteBuffer(copying: $0) })
            return problem(try PixelSource().pixels(written.bytes))
        } catch {
            return error.message
        }
    }

    /// Side of the written image, in pixels.
    private static let side = 32

    /// The colours, from left to right and from top to bottom.
    private static let colours: [[Int]] = [[200, 40, 40], [40, 160, 40], [40, 40, 200], [220, 220, 60]]

    /// How far a lossy format may be from a colour.
    private static let tolerance = 24

    private static func problem(_ image: RGBImage) -> String? {
        guard image.width == side, image.height == side else {
            return "\(image.width) x \(image.height) pixels came out, \(side) x \(side) were asked for"
        }
        for (quarter, colour) in colours.enumerated() {
            let (x, y) = (side / 4 + quarter % 2 * side / 2, side / 4 + quarter / 2 * side / 2)
            let pixel = image.bytes.dropFirst(3 * (y * side + x)).prefix(3).map { Int($0) }
            guard zip(pixel, colour).allSatisfy({ abs($0 - $1) <= tolerance }) else {
                return "a pixel is \(pixel), \(colour) is right"
            }
        }
        return nil
    }
}
