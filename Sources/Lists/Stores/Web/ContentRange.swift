// The header `Content-Range`.

/// `bytes 0-99/1000` and `bytes */1000` (RFC 9110, 14.4).
struct ContentRange: Equatable {
    /// Nil for an answer without bytes.
    let first: Int?
    /// Bytes of the whole file; nil where the server does not know.
    let byteCount: Int?

    /// Nil for what is none.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let words = parts[1].split(separator: "/", omittingEmptySubsequences: false)
        guard words.count == 2 else { return nil }
        byteCount = Int(words[1]).flatMap { $0 >= 0 ? $0 : nil }
        let ends = words[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first >= 0, last >= first else {
            guard words[0] == "*" else { return nil }
            first = nil
            return
        }
        self.first = first
    }
}
