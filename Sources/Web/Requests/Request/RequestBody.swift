// What is sent with a request.

/// A body of known length.
package enum RequestBody: Sendable {
    case bytes([UInt8])
    /// A part of a file, read while it is sent. Nobody may change the file meanwhile.
    case file(path: String, range: Range<Int>)

    package var byteCount: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .file(_, let range): range.count
        }
    }
}
