// Everything that can be chosen about fetching.

internal import URLs

/// How an engine fetches. All values have defaults that suit lists from strangers.
package struct FetchOptions: Sendable {
    /// The most transfers that may be in flight at once, over all loops; how many are depends on what they
    /// bring. Default 1,024.
    package var maximumInFlight = 1024
    /// Transfers that may be in flight at once to one host and port; fewer while it shows strain. Default 32.
    package var perHostConnections = 32
    /// Bytes read in a second, over all loops; nil for no limit.
    package var maximumBytesPerSecond: Int?
    /// Requests per second to one host and port, evenly spread, retries and redirects included; nil for no
    /// limit. Default nil.
    package var perHostRate: Double?
    /// The part of the two limits above that this process may use; nil for all. Default nil.
    package var hostShare: HostShare?
    /// Longest `Retry-After` that is waited for. A host that asks for more is given up. Default 5 min.
    package var longestRetryAfter: Duration = .seconds(300)
    /// Attempts in a row without any answer after which a host is given up. Default 8.
    package var hostStrikesAllowed = 8
    /// For how long a host is given up the first time; doubles up to 15 min. Default 60 s.
    package var hostGivenUp: Duration = .seconds(60)
    /// Longest wait for a look-up, for a connection (TLS included), for the first byte, and for each window
    /// of a body to bring 1,024 bytes a second on average. Default 10 s.
    package var timeout: Duration = .seconds(10)
    /// Longest time one attempt may be in flight, look-ups and redirects included. Default 60 s.
    package var deadline: Duration = .seconds(60)
    /// Longest body, counted after content decoding. Default 64 MiB.
    package var maximumBodyBytes = 64 << 20
    /// Redirects followed before the URL counts as a loop. Default 10.
    package var maximumRedirects = 10
    /// Further attempts after a temporary failure. Default 2.
    package var retries = 2
    /// Replaces the base of the `User-Agent` header; nil sends the honest default.
    package var userAgent: String?
    /// Appended to `User-Agent`, and the agent that `X-Robots-Tag` rules may name.
    package var userAgentToken: String?
    /// Further request headers, each `Name: value`; sent to every host.
    package var headers: [String] = []
    /// A proxy for all URLs, as `http://[user:password@]host:port`; nil takes the environment's, "" none.
    package var proxy: String?
    /// A file with the certificates to trust, in PEM; nil takes the system's.
    package var caFile: String?
    /// Whether TLS certificates and names are verified. Default true.
    package var verifiesCertificates = true
    /// Directives of `X-Robots-Tag` that refuse a body; the empty set never looks.
    package var disallowedDirectives: Set<String> = ["noai", "noimageai", "noindex", "noimageindex"]
    /// Makes each loop's policy on URLs, asked before the first request of a URL and before each redirect; nil allows
    /// all of them.
    package var makeURLPolicy: (@Sendable () -> any URLPolicy)?
    /// Whether robots.txt counts. Default ignore.
    package var robotsTxt = RobotsTxtPolicy.ignore
    /// Name servers as `NameServerAddress` reads them, at most eight; none takes those of `resolverFile`.
    package var dnsServers: [String] = []
    /// Name servers of the system and their options, in the form of resolv.conf(5).
    package var resolverFile = "/etc/resolv.conf"
    /// Whether IPv6 addresses are asked for; nil: where this machine has a way to the IPv6 internet.
    package var asksIPv6: Bool?
    /// Names known without a look-up, in the form of `/etc/hosts`.
    package var hostsFile = "/etc/hosts"
    /// Whether private, loopback, link-local and other addresses that are not public may be reached.
    package var allowsPrivateAddresses = false
    /// Names kept in a loop's cache. Default 65,536.
    package var maximumCachedNames = 65_536
    /// Most queries in flight at once to one name server, for each loop; how many it is given is learnt from what
    /// it drops. The others wait in line. Default 512.
    package var maximumLookUps = 512
    /// Connections kept without a request for them, for hosts that may come again. Default 512.
    package var maximumIdleConnections = 512
    /// Seeds the jitter of retries.
    package var seed: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Addresses that count as public. Seen by this target and its tests alone, for which a server on this machine
    /// plays the internet; no option reaches it.
    var addressesTakenForPublic: Set<IPAddress> = []

    /// Name servers that can be given.
    package static let maximumDNSServers = 8

    package init() {}
}
