// Which kind of web the benchmark asks for.

/// The webs of `sample-web open`.
package enum OpenWebScenario: String, Sendable, CaseIterable {
    /// Many hosts, log-normal latency, and all that goes wrong out there.
    case open
    /// Many hosts and log-normal latency, a fifth of the bodies throttled; every URL is an image.
    case latency
    /// Many hosts and log-normal latency; one URL in a hundred is refused twice before it gives its image, one in a
    /// hundred hangs, and one in fifty stands on a host that never accepts a connection.
    case tail
    /// Every URL is an image that comes after 6 to 8 s, spread evenly over the hosts.
    case inFlight = "in-flight"
    /// Every URL is an image that comes at once, from a host of its own.
    case ownHosts = "own-hosts"
}
