// How decoded pixels become the colours that are drawn.

internal import PlaneKernels
internal import Vips

/// What the values of a pixel are. Rows are converted one by one, so that no whole picture is held for it.
enum PixelForm: Sendable {
    /// Grey, or red, green and blue.
    case colours
    /// Those with an opacity behind them, 8 bits each, to be laid over a colour.
    case opacity(over: MatteColour)
    /// Four inks of 8 bits without a profile, shown as OpenCV and browsers do.
    case inks

    /// nil for values that libvips has to bring into one of these forms first.
    ///
    /// - Parameters:
    ///   - matte: what lies under transparent pixels.
    ///   - takesSixteenBit: values of 16 bits can be drawn.
    init?(of image: borrowing PixelImage, over matte: MatteColour, takesSixteenBit: Bool) {
        if image.isInks {
            self = .inks
        } else if image.isPlain {
            guard image.depth == .eightBit || takesSixteenBit else { return nil }
            self = .colours
        } else if image.isPlainWithOpacity, image.depth == .eightBit, image.bands == 4 || matte.isGrey {
            self = .opacity(over: matte)
        } else {
            return nil
        }
    }

    /// Values of a drawn pixel.
    ///
    /// - Parameter stored: those of a decoded one.
    func bands(stored: Int) -> Int {
        switch self {
        case .colours: stored
        case .opacity, .inks: stored - 1
        }
    }

    /// Whether `convert` has anything to do.
    var needsConversion: Bool { if case .colours = self { false } else { true } }

    /// Converts a row of `pixels` pixels to `result`.
    ///
    /// - Parameter bands: values of a drawn pixel.
    func convert(_ row: UnsafeRawPointer, pixels: Int, bands: Int, into result: UnsafeMutableRawPointer) {
        let row = row.assumingMemoryBound(to: UInt8.self)
        let result = result.assumingMemoryBound(to: UInt8.self)
        switch self {
        case .colours: result.update(from: row, count: pixels * bands)
        case .opacity(let matte):
            withUnsafeBytes(of: (matte.red, matte.green, matte.blue)) { levels in
                row_flatten(
                    result, row, Int32(pixels), Int32(bands), levels.bindMemory(to: UInt8.self).baseAddress)
            }
        case .inks: row_show_inks(result, row, Int32(pixels))
        }
    }
}
