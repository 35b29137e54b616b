// How one large file goes up, decided from the Hub's answer.

/// Requests that the Hub asks for; all of its numbers are checked.
enum UploadRoute: Equatable {
    /// The Hub has the object.
    case none
    /// One request with all bytes.
    case whole(url: String, headers: [String: String])
    /// A request for each part, then one that completes.
    case parts(urls: [String], partBytes: Int, completion: String)

    private static let mostParts = 100_000

    /// Nil for an answer that cannot be followed.
    init?(_ action: LargeFileAnswer.Action?, byteCount: Int) {
        guard let action else {
            self = .none
            return
        }
        let header = action.header ?? [:]
        guard let size = header["chunk_size"] else {
            self = .whole(url: action.href, headers: header.mapValues(\.text))
            return
        }
        guard let partBytes = Int(size.text), partBytes > 0, byteCount > 0 else { return nil }
        let numbered = header.compactMap { name, value in
            name.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(name).map { (number: $0, url: value.text) } : nil
        }
        let urls = numbered.sorted { $0.number < $1.number }
        let count = (byteCount - 1) / partBytes + 1
        guard count <= Self.mostParts, urls.map(\.number) == Array(1...count) else { return nil }
        self = .parts(urls: urls.map(\.url), partBytes: partBytes, completion: action.href)
    }
}
