// The same URL several times in a shard: fetched once, settled for each row.

/// Which rows of a shard wait for the fetch of another row's URL. A plain value.
///
/// Only rows that are to be fetched are asked about: a row that is settled without a fetch leads nobody.
struct DuplicateURLs: Sendable {
    /// The first row of each text, while rows are asked about.
    private var firstRows: [String: Int] = [:]
    private var rowsByFirst: [Int: [Int]] = [:]

    /// Takes a row that is to be fetched. Texts are compared without the blanks around them.
    ///
    /// - Returns: whether it is to be submitted; else an earlier row has the same URL, and it follows that one.
    mutating func isFirst(_ row: Int, url: String) -> Bool {
        let text = Self.trimmed(url)
        guard let first = firstRows[text] else {
            firstRows[text] = row
            return true
        }
        rowsByFirst[first, default: []].append(row)
        return false
    }

    /// The rows that get what `row`'s fetch brings, in order; `row` itself is not among them.
    func followers(of row: Int) -> [Int] { rowsByFirst[row] ?? [] }

    /// The same without the texts: what is kept is of rows that repeat only.
    var withoutTexts: DuplicateURLs {
        var kept = DuplicateURLs()
        kept.rowsByFirst = rowsByFirst
        return kept
    }

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
