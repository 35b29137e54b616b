// What a caller asks an engine for.

/// One URL to fetch.
package struct FetchRequest: Sendable {
    /// Comes back in the result; the engine gives it no meaning.
    package let id: UInt64
    /// The URL as found; checked and repaired by the engine.
    package let url: String

    package init(id: UInt64, url: String) {
        self.id = id
        self.url = url
    }
}
