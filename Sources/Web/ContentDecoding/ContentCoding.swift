// The ways a body can be packed for the wire.

/// A coding that `Content-Encoding` or `Transfer-Encoding` can name (RFC 9110, 8.4.1; RFC 7932; RFC 8878).
package enum ContentCoding: Sendable, Equatable {
    case gzip, deflate, brotli, zstd

    /// Most codings of one body, each around the next, that are decoded.
    package static let maximumNested = 5

    /// The codings that a header's value names, first applied first. A name nobody knows says nothing of the bytes:
    /// browsers take such a body as it is, and so is it here.
    package static func named(in value: String) -> [ContentCoding] {
        value.split(separator: ",").compactMap { ContentCoding(name: $0) }
    }

    private init?(name: Substring) {
        switch name.filter({ $0 != " " && $0 != "\t" }).lowercased() {
        case "gzip", "x-gzip": self = .gzip
        case "deflate": self = .deflate
        case "br": self = .brotli
        case "zstd": self = .zstd
        default: return nil
        }
    }
}
