// What a caller asks a fetcher for.

/// A row whose body is wanted.
package struct RowURL: Sendable {
    /// Comes back in the result; the fetcher gives it no meaning.
    package let id: UInt64
    /// As the list has it: a URL, a place in a store, or neither.
    package let url: String
    /// The page the image stands on.
    package let referer: String?

    package init(id: UInt64, url: String, referer: String?) {
        self.id = id
        self.url = url
        self.referer = referer
    }
}
