// The one error of this target.

/// Why a request has no answer. An answer with a bad status is no error here.
package struct RequestError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Category: String, Sendable, CaseIterable {
        /// A request that cannot be sent: no http or https URL, a header with a line break, a file that cannot be read.
        case invalid
        /// There is no such host.
        case unknownHost
        /// The server, or the proxy before it, does not accept connections.
        case unreachable
        /// The server's certificate is not believed, or TLS failed.
        case untrusted
        /// Nothing came for too long.
        case silent
        /// The connection ended early.
        case cut
        /// The answer is longer than it may be.
        case tooLong
        /// Redirects without an end, or to a place that is not followed.
        case redirects
        /// `RequestClient.cancel` was called.
        case cancelled
        case unexpected
    }

    package let category: Category
    /// In plain words, without the URL's query and without credentials.
    package let detail: String

    package init(_ category: Category, _ detail: String) {
        self.category = category
        self.detail = detail
    }

    package var description: String { detail }
}
