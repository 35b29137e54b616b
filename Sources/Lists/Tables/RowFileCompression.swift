// The compressions a text file may have.

internal import ArrowBridge

/// How a text file of rows is compressed.
package enum RowFileCompression: Sendable, Hashable {
    case none
    case gzip
    case zstd
    case bzip2

    var code: Int32 {
        switch self {
        case .none: Int32(ARROW_BRIDGE_NOT_COMPRESSED)
        case .gzip: Int32(ARROW_BRIDGE_GZIP)
        case .zstd: Int32(ARROW_BRIDGE_ZSTD)
        case .bzip2: Int32(ARROW_BRIDGE_BZIP2)
        }
    }
}
