// A host that is asked nothing for a while.

/// Which host, for how long, and whether its requests fail meanwhile.
package struct HostPause: Hashable, Sendable {
    /// Host and port, as the list has them.
    package let host: String
    /// Until the next request.
    package let left: Duration
    /// Whether the host is given up: what waits for it fails. Else it waits.
    package let isGivenUp: Bool

    package init(host: String, left: Duration, isGivenUp: Bool) {
        self.host = host
        self.left = left
        self.isGivenUp = isGivenUp
    }
}
