// What a caller asks an engine for.

/// One URL to fetch.
package struct FetchRequest: Sendable {
    /// Comes back in the result; the engine gives it no meaning.
    package let id: UInt64
    /// The URL as found; checked and repaired by the engine.
    package let url: String

    /// The page the image stands on, sent as `Referer`; left out where it is not one line with an http or https URL
    /// of at most 8 KiB.
    package let referer: String?

    package init(id: UInt64, url: String, referer: String? = nil) {
        self.id = id
        self.url = url
        self.referer = referer
    }
}
