// What the end of a transfer says about its host.

/// One ended transfer as its host's limits see it.
enum HostOutcome {
    /// Nothing about the host: cancelled, or our own trouble.
    case nothing
    /// It answered, well or not; a certificate that is not believed and an answer that is no HTTP are answers, too.
    case answered
    /// It answered, and shows strain: a 503, or a response that was reset or stalled.
    case strained
    /// It asks for fewer requests: a 429, or a 503 with `Retry-After`.
    case busy(wish: Duration?, reason: FetchError)
    /// It took the connection and gave no answer: reset, closed, or timed out. Its URL alone may be the cause.
    case mute(reason: FetchError)
    /// No connection: refused, unreachable, timed out, no TLS, no address for now. No URL was sent that could be the
    /// cause.
    case silent(reason: FetchError)
}
