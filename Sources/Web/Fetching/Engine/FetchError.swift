// The one error of this target.

/// Why a fetch failed, or why an engine could not be made.
package struct FetchError: Error, Sendable, Equatable {
    /// A closed set; the raw values go to tallies.
    package enum Category: String, Sendable, CaseIterable {
        /// The URL is empty, too long, malformed or of another scheme than http and https.
        case invalidURL = "invalid_url"
        /// The address is private, loopback or otherwise not public.
        case addressRefused = "address_refused"
        /// The name has no address, or no name server said so in time.
        case dns
        /// No connection: refused, unreachable.
        case connect
        /// The TLS handshake or the certificate failed.
        case tls
        /// The host of the URL failed again and again, and is left alone for a while.
        case hostGivenUp = "host_given_up"
        /// A phase, a stall or the whole transfer took too long.
        case timeout
        /// The server answered with another status than 2xx.
        case httpStatus = "http_status"
        /// More redirects than allowed, or one that leads nowhere.
        case redirect
        /// The body or the headers are longer than allowed.
        case tooLarge = "too_large"
        /// `X-Robots-Tag` refuses the use of the image.
        case disallowed
        /// The engine's `URLPolicy` refuses the URL, or one that it redirects to.
        case excluded
        /// The server's robots.txt refuses the URL, or could not be fetched.
        case robotsTxt = "robots_txt"
        /// The connection was lost or closed before the response was whole.
        case connectionLost = "connection_lost"
        /// What came is not HTTP, or its encoding is broken.
        case protocolError = "protocol_error"
        /// A place in a store that the user did not allow.
        case storeNotAllowed = "store_not_allowed"
        /// The proxy refused or could not be reached.
        case proxy
        /// The memory budget was spent at a moment when the transfer could not wait.
        case outOfMemory = "out_of_memory"
        /// An option of the engine is wrong; thrown by `FetchEngine.init` only.
        case invalidOption = "invalid_option"
        /// libcurl or the system refused something that should always work.
        case unexpected
    }

    /// What decisions need to know beyond the category.
    package enum Kind: Sendable, Equatable {
        case other
        /// No name server gave an answer, or those that did failed.
        case noNameServer
        /// This machine has no way to the network of the address.
        case noNetwork
        /// The certificate's authority is not known here, or the certificate is not valid yet: a machine without
        /// authorities or with a wrong clock sees that everywhere.
        case unknownAuthority
        /// The connection was reset or closed while something was asked on it.
        case reset
        /// The time limit that passed.
        case expired(Expiry)
        /// A store does not let us read.
        case storeRefusal
        /// This machine had no descriptor or port for the connection: no fault of the host.
        case local
    }

    /// A limit on time.
    package enum Expiry: Sendable { case lookUp, connection, firstByte, stall, deadline }

    package let category: Category
    /// The wording img2dataset has for this, else plain English; goes to the metadata.
    package let message: String
    /// The library's own text, for people; never parsed, never with credentials.
    package let detail: String
    /// Status of the response, where there was one.
    package let httpStatus: Int?
    /// Whether another attempt may succeed.
    package let isRetriable: Bool
    /// Of a host that was given up: that of the last failure.
    package let kind: Kind

    package init(
        _ category: Category, _ message: String, detail: String = "", httpStatus: Int? = nil, isRetriable: Bool = false,
        kind: Kind = .other
    ) {
        self.category = category
        self.message = message
        self.detail = detail
        self.httpStatus = httpStatus
        self.isRetriable = isRetriable
        self.kind = kind
    }

    /// A short word for tallies: the category, with the number for a status, as in `http_404`.
    package var tallyWord: String {
        if category == .httpStatus, let httpStatus { return "http_\(httpStatus)" }
        return category.rawValue
    }
}
