// The same URL several times in a shard: fetched once, settled for each row.

/// Which rows of a shard wait for the fetch of another row's URL. A plain value.
struct DuplicateURLs: Sendable {
    private let rowsByFirst: [Int: [Int]]
    private let followers: Set<Int>

    /// Compares texts without the blanks around them. Takes memory for rows that repeat only.
    ///
    /// - Parameter url: a row's text; nil for a row that is not to be fetched.
    init(rowCount: Int, url: (Int) -> String?) {
        var firstRows: [String: Int] = [:]
        firstRows.reserveCapacity(rowCount)
        var rowsByFirst: [Int: [Int]] = [:]
        var followers: Set<Int> = []
        for row in 0..<rowCount {
            guard let text = url(row).map(Self.trimmed) else { continue }
            if let first = firstRows[text] {
                rowsByFirst[first, default: []].append(row)
                followers.insert(row)
            } else {
                firstRows[text] = row
            }
        }
        self.rowsByFirst = rowsByFirst
        self.followers = followers
    }

    /// The rows that get what `row`'s fetch brings, in order; `row` itself is not among them.
    func followers(of row: Int) -> [Int] { rowsByFirst[row] ?? [] }

    /// Whether an earlier row has the same URL, so that this one is not fetched.
    func isFollower(_ row: Int) -> Bool { followers.contains(row) }

    private static func trimmed(_ text: String) -> String {
        let isBlank = { (byte: UInt8) in byte <= 0x20 }
        guard let first = text.utf8.first, let last = text.utf8.last, isBlank(first) || isBlank(last) else {
            return text
        }
        var rest = Substring(text).utf8.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(Substring(rest))
    }
}
