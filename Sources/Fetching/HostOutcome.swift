// What the end of a transfer says about its host.

/// One ended transfer as its host's limits see it.
enum HostOutcome {
    /// Nothing about the host: cancelled, refused by us, or our own trouble.
    case nothing
    /// It answered, well or not.
    case answered
    /// It answered, and shows strain: a 503, or a response that was reset or stood still.
    case strained
    /// It asks for fewer requests: a 429, or a 503 with `Retry-After`.
    case busy(wish: Duration?, reason: FetchError)
    /// No answer at all: refused, unreachable, reset, timed out, no TLS, no address for now.
    case silent(reason: FetchError)
}
