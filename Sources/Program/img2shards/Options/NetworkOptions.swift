// Options of the fetches.

internal import ArgumentParser
internal import Planning

struct NetworkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Longest wait for a connection, for the first byte, and for any stall (under 1 KB/s).",
            valueName: "seconds"))
    var timeout = 10.0

    @Option(
        help: ArgumentHelp("Longest time for one attempt, DNS look-ups and redirects included.", valueName: "seconds"))
    var deadline = 60.0

    @Option(help: ArgumentHelp("Largest image body, after content decoding.", valueName: "size"))
    var maxBytes = "64MiB"

    @Option(
        help: ArgumentHelp(
            "Further attempts after temporary failures, each after a longer wait.", valueName: "count"))
    var retries = 2

    @Option(
        help: ArgumentHelp(
            """
            Most transfers in flight; the number adapts to the network and the machine. \
            (default: what open files and memory allow, at most 4096)
            """,
            valueName: "count"))
    var maxInFlight: Int?

    @Option(
        help: ArgumentHelp(
            "Most bytes read per second, as in 100MB, or bits, as in 800Mbit. (default: no limit)", valueName: "speed"))
    var maxBandwidth: String?

    @Option(
        help: ArgumentHelp(
            "Most transfers in flight to one host; fewer while it refuses many requests.", valueName: "count"))
    var perHostConnections = 32

    @Option(
        help: ArgumentHelp(
            "Most requests per second to one host, evenly spread; 0.5 is one every two seconds. (default: no limit)",
            valueName: "number"))
    var perHostRate: Double?

    @Option(help: ArgumentHelp("The whole User-Agent header.", valueName: "text"))
    var userAgent: String?

    @Option(
        help: ArgumentHelp("A word that names you in the User-Agent and in X-Robots-Tag rules.", valueName: "token"))
    var userAgentToken: String?

    @Option(
        help: ArgumentHelp("A further request header, 'Name: value'; may be given several times.", valueName: "header"))
    var header: [String] = []

    @Option(help: ArgumentHelp("Proxy for all fetches. (default: http_proxy, https_proxy, no_proxy)", valueName: "url"))
    var proxy: String?

    @Option(
        help: ArgumentHelp("Certificate authorities to trust, PEM. (default: the system's)", valueName: "file"),
        completion: .file())
    var caFile: String?

    @Flag(help: "Accept any TLS certificate.")
    var ignoreSslCertificate = false

    @Option(
        help: ArgumentHelp(
            """
            X-Robots-Tag directives that exclude an image, a,b,c; '' for none. \
            (default: noai,noimageai,noindex,noimageindex)
            """,
            valueName: "directives"))
    var disallowedHeaderDirectives: CommaList?

    @Option(
        help: ArgumentHelp(
            "respect: request each server's robots.txt first and obey it; or ignore.",
            valueName: "policy"), completion: .list(OptionChoices.robotsTxtPolicies))
    var robotsTxt = "ignore"

    @Option(
        help: ArgumentHelp(
            """
            DNS servers, a,b,c, each with :port if not 53, IPv6 as [a]:port. (default: those of /etc/resolv.conf)
            """, valueName: "servers"))
    var dnsServers: CommaList?

    @Option(
        help: ArgumentHelp("A file of host names and addresses, in the format of /etc/hosts.", valueName: "file"),
        completion: .file())
    var hostsFile = "/etc/hosts"

    @Flag(help: "Fetch from private, loopback and link-local addresses too.")
    var allowPrivateAddresses = false

    func apply(to flags: inout DownloadFlags) {
        flags.timeoutSeconds = timeout
        flags.deadlineSeconds = deadline
        flags.maximumBytes = maxBytes
        flags.retries = retries
        flags.maximumInFlight = maxInFlight
        flags.maximumBandwidth = maxBandwidth
        flags.perHostConnections = perHostConnections
        flags.perHostRate = perHostRate
        flags.userAgent = userAgent
        flags.userAgentToken = userAgentToken
        flags.headers = header
        flags.proxy = proxy
        flags.caFile = caFile
        flags.ignoresSSLCertificate = ignoreSslCertificate
        flags.disallowedHeaderDirectives = disallowedHeaderDirectives?.values
        flags.robotsTxt = robotsTxt
        flags.dnsServers = dnsServers?.values ?? []
        flags.hostsFile = hostsFile
        flags.allowsPrivateAddresses = allowPrivateAddresses
    }
}
