// What a response does wrong on purpose, as a value. The words of the query are in FaultScript+Grammar.swift.

/// Everything that can be wrong with one response; an empty script is an ordinary, correct response.
///
/// Scripts are written as the query of any URL of the sample web, see ``FaultScript/grammar``, or given
/// to a route by a test. All parts can be combined.
package struct FaultScript: Sendable, Hashable {
    /// A slow flow: `bytes` at once, then again after each interval.
    package struct Drip: Sendable, Hashable {
        /// Bytes of each portion, at least 1.
        package var bytes: Int
        /// Time between two portions, at least 1 ms.
        package var interval: Duration

        package init(bytes: Int, interval: Duration) {
            self.bytes = bytes
            self.interval = interval
        }
    }

    /// An early or rude end of the response.
    package struct Cut: Sendable, Hashable {
        /// What happens at the cut.
        package enum Action: String, Sendable {
            /// Nothing more is sent; the connection stays open until the client leaves.
            case stall
            /// The connection is reset (RST). Bytes that the client's window has no room for are lost.
            case reset
            /// The connection is closed in order (FIN), without a word about it in the headers.
            case close
        }

        /// Where the cut is.
        package enum Place: Sendable, Hashable {
            /// Before the first byte of the head.
            case start
            /// After so many bytes of the body, as coded (gzip, chunks); 0 is after the head.
            case bodyBytes(Int)
            /// After the whole response.
            case end
        }

        package var action: Action
        package var place: Place

        package init(_ action: Action, at place: Place) {
            self.action = action
            self.place = place
        }
    }

    /// What Content-Length says in place of the truth. The connection closes after the response.
    package enum ClaimedLength: Sendable, Hashable {
        /// No Content-Length at all; the end of the connection is the end of the body.
        case absent
        /// So many bytes, whatever the body is.
        case exact(Int)
        /// The true length and so many bytes more (or fewer, when negative); never under 0.
        case off(Int)
    }

    /// A redirect in place of the response; of the other parts only `delay`, `headers` and
    /// `firstRequests` count until the chain ends.
    package enum Redirect: Sendable, Hashable {
        /// So many redirects, the last to the response itself; 0 is none.
        case chain(Int)
        /// To itself, for ever.
        case loop
        /// To any URL, sent as it is.
        case to(String)
    }

    /// A header of the response.
    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Status code; nil is 200, or 302 for a redirect. From 400 on the body is a short page of the error.
    package var status: Int?
    /// Reason phrase; nil is the usual one.
    package var reason: String?
    /// Time before the first byte.
    package var delay = Duration.zero
    /// Slows the whole response, head included.
    package var headDrip: Drip?
    /// Slows the body.
    package var drip: Drip?
    /// Ends the response early or rudely.
    package var cut: Cut?
    /// A wrong or absent Content-Length.
    package var claimedLength: ClaimedLength?
    /// The body is repeated for ever, without Content-Length.
    package var isEndless = false
    /// A redirect in place of the response.
    package var redirect: Redirect?
    /// Headers added to the response; one of the same name as a usual header replaces it.
    package var headers: [Header] = []
    /// The body is sent with `Content-Encoding: gzip`.
    package var isGzipped = false
    /// The body is a gzip of so many zero bytes, about 150 times smaller than that.
    package var gzipBombBytes: Int?
    /// The body is sent in chunks of so many bytes, with `Transfer-Encoding: chunked`.
    package var chunkBytes: Int?
    /// The body is an HTML page.
    package var answersPage = false
    /// The response is not HTTP.
    package var answersGarbage = false
    /// One more header, of so many bytes.
    package var longHeaderBytes: Int?
    /// Requests at once of one host that are answered; the others get 429 with `Retry-After: 1`.
    package var politeLimit: Int?
    /// The script counts only for so many first requests of a URL; later ones get the plain response.
    package var firstRequests: Int?

    /// A script without any fault.
    package init() {}
}
