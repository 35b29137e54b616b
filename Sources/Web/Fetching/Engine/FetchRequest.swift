// What a caller asks an engine for.

package import URLs

/// One URL to fetch.
package struct FetchRequest: Sendable {
    /// Comes back in the result; the engine gives it no meaning.
    package let id: UInt64
    /// The URL to request, or why the text is not a URL: such a request fails with that reason.
    package let target: Result<TargetURL, URLError>

    /// The page the image stands on, sent as `Referer`; left out where it is not one line with an http or https URL
    /// of at most 8 KiB.
    package let referer: String?

    /// Reads a URL as found; it is not read a second time.
    ///
    /// - Parameter parser: reads it; nil makes one for this request alone.
    package init(id: UInt64, url: String, referer: String? = nil, parser: URLParser? = nil) {
        self.id = id
        target = Result { () throws(URLError) in
            if let parser { return try parser.parse(url) }
            return try URLParser().parse(url)
        }
        self.referer = referer
    }
}
