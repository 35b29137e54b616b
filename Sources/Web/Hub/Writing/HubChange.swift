// What a commit changes.

/// A line of a commit.
package enum HubChange: Sendable, Hashable {
    /// A small file: its bytes are in the commit itself.
    case small(path: String, bytes: [UInt8])
    /// A large file, whose bytes the Hub has already.
    case large(path: String, sha256: String, byteCount: Int)
    case removal(path: String)

    package var path: String {
        switch self {
        case .small(let path, _), .large(let path, _, _), .removal(let path): path
        }
    }

    /// Bytes that it takes in the commit's request, about.
    var requestBytes: Int {
        if case .small(_, let bytes) = self { bytes.count * 4 / 3 + 200 } else { 300 }
    }
}
