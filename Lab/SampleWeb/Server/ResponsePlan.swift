// A response as bytes and moments, ready to be sent.

internal import Ground

/// What goes over the wire for one request, when, and how it ends.
struct ResponsePlan {
    /// What happens after the last byte.
    enum Ending: Hashable {
        /// The connection waits for the next request.
        case keepAlive
        case close
        case reset
        /// Nothing happens until the client leaves.
        case stall
    }

    /// Time before the first byte.
    var delay = Duration.zero
    /// Status line and headers, or whatever stands in their place.
    var head: [UInt8] = []
    /// The body's bytes; shared with the cache, never copied for an ordinary response.
    var body: ByteBuffer?
    /// Bytes of the body to send; more than `body` has means that it is repeated. `Int.max`: for ever.
    var bodyBytes = 0
    var headDrip: FaultScript.Drip?
    var drip: FaultScript.Drip?
    var ending = Ending.keepAlive
    /// The polite host that answers; notified when the response is over.
    var politeHost: String?

    /// Bytes of head and body; `Int.max` when there is no end.
    var totalBytes: Int { bodyBytes == .max ? .max : head.count + bodyBytes }
}
