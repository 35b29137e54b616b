// Whether a listing in pages comes to an end.

/// Looks at the pages of one listing, as a server may repeat them, or send pages without an end.
package struct PageProgress: Sendable {
    /// What is wrong with a listing, for people.
    package struct Fault: Error, Hashable, Sendable {
        package let detail: String
    }

    /// A store may send some empty pages, for instance where many objects were just removed.
    private static let mostIdlePages = 1000
    /// Longest place of a next page, in bytes.
    private static let longestPlace = 16 << 10

    private let mostEntries: Int
    private var entries = 0
    private var idlePages = 0
    private var places: Set<String> = []

    package init(mostEntries: Int) { self.mostEntries = mostEntries }

    /// Takes a page into account.
    ///
    /// - Parameters:
    ///   - added: entries of it that no earlier page had.
    ///   - next: where the server says that the next page is: a token, a URL; nil on the last page.
    /// - Returns: where the next page is; nil on the last one.
    package mutating func page(added: Int, next: String?) throws(Fault) -> String? {
        entries += added
        guard entries <= mostEntries else {
            throw Fault(detail: "it has more than \(mostEntries) entries")
        }
        guard let next else { return nil }
        idlePages = added > 0 ? 0 : idlePages + 1
        guard idlePages <= Self.mostIdlePages else {
            throw Fault(detail: "\(idlePages) pages in a row have nothing new")
        }
        guard next.utf8.count <= Self.longestPlace else {
            throw Fault(detail: "it names its next page with \(next.utf8.count) bytes")
        }
        guard places.insert(next).inserted else {
            throw Fault(detail: "its next page is one that was read before")
        }
        return next
    }
}
