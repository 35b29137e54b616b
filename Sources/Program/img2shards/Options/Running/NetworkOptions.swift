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
            Most transfers in flight; the number adapts to the network and the machine.
            """,
            valueName: "count"))
    var maxInFlight = Setting<Int>(otherwise: "what open files and memory allow, at most 4096")

    @Option(
        help: ArgumentHelp(
            "Most bytes read per second, as in 100MB, or bits, as in 800Mbit.", valueName: "speed"))
    var maxBandwidth = Setting<String>(otherwise: "no limit")

    @Option(
        help: ArgumentHelp(
            "Most transfers in flight to one host; fewer while it refuses many requests.", valueName: "count"))
    var perHostConnections = 32

    @Option(
        help: ArgumentHelp(
            "Most requests per second to one host, evenly spread; 0.5 is one every two seconds.",
            valueName: "number"))
    var perHostRate = Setting<Double>(otherwise: "no limit")

    @Option(help: ArgumentHelp("The whole User-Agent header.", valueName: "text"))
    var userAgent: String?

    @Option(
        help: ArgumentHelp("A word that names you in the User-Agent and in X-Robots-Tag rules.", valueName: "token"))
    var userAgentToken: String?

    @Option(
        help: ArgumentHelp("A further request header, 'Name: value'; may be given several times.", valueName: "header"))
    var header: [String] = []

    @Option(help: ArgumentHelp("Proxy for all fetches.", valueName: "url"))
    var proxy = Setting<String>(otherwise: "http_proxy, https_proxy, no_proxy")

    @Option(
        help: ArgumentHelp("Certificate authorities to trust, PEM.", valueName: "file"),
        completion: .file())
    var caFile = Setting<String>(otherwise: "the system's")

    @Flag(help: "Accept any TLS certificate.")
    var ignoreSslCertificate = false

    @Option(
        help: ArgumentHelp(
            """
            X-Robots-Tag directives that exclude an image, a,b,c; '' for none.
            """,
            valueName: "directives"))
    var disallowedHeaderDirectives = Setting<CommaList>(otherwise: "noai,noimageai,noindex,noimageindex")

    @Option(
        help: ArgumentHelp(
            "respect: request each server's robots.txt first and obey it; or ignore.",
            valueName: "policy"), completion: .list(OptionChoices.robotsTxtPolicies))
    var robotsTxt = "ignore"

    @Option(
        help: ArgumentHelp(
            """
            DNS servers, a,b,c, each with :port if not 53, IPv6 as [a]:port.
            """, valueName: "servers"))
    var dnsServers = Setting<CommaList>(otherwise: "those of /etc/resolv.conf")

    @Option(
        help: ArgumentHelp("A file of host names and addresses, in the format of /etc/hosts.", valueName: "file"),
        completion: .file())
    var hostsFile = "/etc/hosts"

    @Flag(help: "Fetch from private, loopback and link-local addresses too.")
    var allowPrivateAddresses = false

    @Option(
        help: ArgumentHelp(
            "Buckets, or folders in them, that rows may name as s3://, gs://, az://…: a,b,c.", valueName: "places"))
    var allowStores = Setting<CommaList>(otherwise: "none: such rows fail")

    func apply(to flags: inout DownloadFlags) {
        flags.timeoutSeconds = timeout
        flags.deadlineSeconds = deadline
        flags.maximumBytes = maxBytes
        flags.retries = retries
        flags.maximumInFlight = maxInFlight.value
        flags.maximumBandwidth = maxBandwidth.value
        flags.perHostConnections = perHostConnections
        flags.perHostRate = perHostRate.value
        flags.userAgent = userAgent
        flags.userAgentToken = userAgentToken
        flags.headers = header
        flags.proxy = proxy.value
        flags.caFile = caFile.value
        flags.ignoresSSLCertificate = ignoreSslCertificate
        flags.disallowedHeaderDirectives = disallowedHeaderDirectives.value?.values
        flags.robotsTxt = robotsTxt
        flags.dnsServers = dnsServers.value?.values ?? []
        flags.hostsFile = hostsFile
        flags.allowsPrivateAddresses = allowPrivateAddresses
        flags.allowedStores = allowStores.value?.values ?? []
    }
}
