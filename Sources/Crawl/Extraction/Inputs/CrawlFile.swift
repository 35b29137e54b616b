// A file of the crawl.

/// A WAT or WARC file, and where it is.
package struct CrawlFile: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        case local(path: String)
        /// `isTrusted`: the user named the server, so that it may have any address.
        case remote(url: String, isTrusted: Bool)
    }

    package let place: Place
    /// A path or a URL, for messages and the journal.
    package var name: String {
        switch place {
        case .local(let path): path
        case .remote(let url, _): url
        }
    }

    /// The last part of its name.
    var fileName: String {
        let path = name.prefix { $0 != "?" && $0 != "#" }
        return path.split(separator: "/").last.map(String.init) ?? String(path)
    }

    var isRemote: Bool { if case .remote = place { true } else { false } }
}
