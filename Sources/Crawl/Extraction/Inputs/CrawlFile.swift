// A file of the crawl.

package import Stores

/// A WAT or WARC file, and where it is.
package struct CrawlFile: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        case local(path: String)
        /// `isTrusted`: the user named the server, so that it may have any address.
        case remote(url: String, isTrusted: Bool)
        case stored(StorePath)
    }

    package let place: Place
    /// A path or a URL, for messages and the journal.
    package var name: String {
        switch place {
        case .local(let path): path
        case .remote(let url, _): url
        case .stored(let path): path.text
        }
    }

    /// The last part of its name.
    var fileName: String {
        if case .stored(let path) = place { return path.name }
        let path = name.prefix { $0 != "?" && $0 != "#" }
        return path.split(separator: "/").last.map(String.init) ?? String(path)
    }

    var isRemote: Bool { if case .local = place { false } else { true } }
}
