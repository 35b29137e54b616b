// Which part of a body an answer is.

/// The value of `Content-Range` for bytes (RFC 9110, 14.4).
struct ContentRange: Equatable, Sendable {
    let first: Int
    let last: Int
    /// nil where the server does not know.
    let total: Int?

    /// nil for what names no range of bytes.
    init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
        let parts = words[1].split(separator: "/", omittingEmptySubsequences: false)
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), 0 <= first,
            first <= last
        else { return nil }
        self.first = first
        self.last = last
        total = Int(parts[1])
    }

    /// Whether something is missing at the beginning or at the end.
    var isPart: Bool { first > 0 || total.map { last + 1 < $0 } ?? false }

    /// For people.
    var text: String { "bytes \(first)-\(last)" + (total.map { " of \($0)" } ?? "") }
}
