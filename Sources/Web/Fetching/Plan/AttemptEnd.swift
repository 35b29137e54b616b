// How one attempt ended, as its plan sees it.

/// The end of one attempt, made from what its transfer recorded.
struct AttemptEnd {
    enum Outcome {
        /// The whole body.
        case body(FetchedBody)
        /// A redirect, to the value of `Location` as it was sent.
        case redirect(to: [UInt8], setsCookie: Bool)
        case failure(FetchError)
        /// The answer may be another request's, or there was no answer over HTTP/2: the same attempt continues on another connection.
        ///
        /// - Parameter alone: whether only a connection of its own will do.
        case askAgain(alone: Bool)
        /// This machine had no descriptor for its connection.
        case noSocket
    }

    let outcome: Outcome
    /// Status of the last response; 0 without one.
    var status = 0
    /// The server's words after the status.
    var reason = ""
    var mediaType: String?
    /// The time for which the server asked to be left alone.
    var wish: Duration?
    var usesProxy = false
    /// The attempt's clock; nil where no transfer was made for it.
    var clock: TransferClock?

    init(_ outcome: Outcome) { self.outcome = outcome }
}
