// What the head of a JPEG says about it, read without a library so that the choice of path costs nothing.

/// The facts before a JPEG's first scan that decide how it can be decoded.
package struct JPEGHeader: Sendable, Equatable {
    /// How the coefficients are coded.
    enum Coding: Sendable, Hashable {
        /// Huffman, one pass (SOF0 and SOF1).
        case sequential
        /// Huffman, several passes (SOF2).
        case progressive
        /// Arithmetic, one pass (SOF9).
        case arithmetic
        /// Arithmetic, several passes (SOF10).
        case progressiveArithmetic
        /// Lossless, hierarchical or JPEG-LS: kinds that no decoder here knows.
        case unknown

        /// Whether a scan brings all coefficients of its components.
        var isSequential: Bool { self == .sequential || self == .arithmetic }
    }

    /// One colour component of the frame.
    struct Component: Sendable, Hashable {
        let id: UInt8
        /// Horizontal sampling factor, 1...4 in a sound file.
        let horizontal: Int
        /// Vertical sampling factor, 1...4 in a sound file.
        let vertical: Int
        /// The number of its quantization table, 0...3 in a sound file.
        let stepTable: Int
    }

    /// Columns as stored, before any turn.
    var width: Int
    /// Rows as stored, before any turn.
    var height: Int
    /// Bits per sample.
    var precision: Int
    var coding: Coding
    var components: [Component]
    /// Whether the frame's segment is as long as its components ask for.
    var hasExactFrame = true
    var hasJFIF = false
    /// The transform byte of Adobe's segment: 0 none, 1 YCbCr, 2 YCCK.
    var adobeTransform: UInt8?
    /// EXIF orientation; 1 where none or a wrong one is given.
    var orientation = ExifOrientation(1)
    var hasICCProfile = false
    /// Whether that profile is another than sRGB.
    var hasForeignProfile = false
    /// Where the first scan's header begins, in bytes from the start.
    var firstScanOffset: Int
    /// Components whose data the first scan brings.
    var firstScanComponentCount = 0

    /// Whether one scan cannot bring the whole picture; libjpeg then holds all coefficients.
    var isMultiScan: Bool { !coding.isSequential || firstScanComponentCount < components.count }

    /// Why no decoder here can read such a picture; nil when one may.
    var unsupportedKind: String? {
        if coding == .unknown { return "a lossless or hierarchical JPEG" }
        if precision != 8 { return "a JPEG of \(precision) bits per sample" }
        if height == 0, width > 0 { return "a JPEG whose height follows the picture" }
        return nil
    }

    /// Width × height as stored.
    var pixelCount: Int { width * height }
}
