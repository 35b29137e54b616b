// How a tag's values are stored.

/// The field types of TIFF 6.0, with the later `IFD`.
enum TagType: Int {
    case byte = 1
    case ascii, short, long, ratio, signedByte, undefined, signedShort, signedLong, signedRatio, float, double,
        directory

    /// Bytes of one value.
    var bytes: Int {
        switch self {
        case .byte, .ascii, .signedByte, .undefined: 1
        case .short, .signedShort: 2
        case .long, .signedLong, .float, .directory: 4
        case .ratio, .signedRatio, .double: 8
        }
    }
}
