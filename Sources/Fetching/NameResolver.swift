// Look-ups through c-ares, driven by the loop's own epoll: no thread, no blocking call.

internal import CAres
internal import Glibc

/// Asks name servers for addresses. Used by one loop's thread only.
///
/// Answers are recorded when c-ares calls back and given out by `takeSettled`, so that nobody acts inside
/// one of c-ares's calls.
final class NameResolver {
    /// A look-up that has ended.
    struct Settled {
        let name: String
        let outcome: Result<[IPAddress], FetchError>
        let lifetimeNanoseconds: Int64
    }

    /// One look-up in flight; c-ares holds a retained pointer to it until it calls back, which it does
    /// exactly once, at the latest when the channel is destroyed.
    private final class Query {
        let name: String
        unowned let resolver: NameResolver
        init(name: String, resolver: NameResolver) {
            self.name = name
            self.resolver = resolver
        }
    }

    /// Destroyed in `deinit`.
    private var channel: ares_channel?
    /// Outlives the channel, which calls it to its very end.
    private let poller: Poller
    private let hosts: HostsFile
    private let family: Int32
    private let maximumQueries: Int
    private var inFlight = 0
    private var line: [String] = []
    private var lineStart = 0
    private var settled: [Settled] = []

    init(options: FetchOptions, poller: Poller) throws(FetchError) {
        self.poller = poller
        hosts = HostsFile(path: options.hostsFile)
        family = Self.hasRoute6() ? AF_UNSPEC : AF_INET
        maximumQueries = max(1, options.maximumLookUps)
        guard ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS else { throw .system("start c-ares") }
        // Three rounds, each twice as long as the one before: together as long as a look-up may take.
        let milliseconds = Int32(clamping: max(100, min(2000, options.timeout.inNanoseconds / 7_000_000)))
        let status = fetching_ares_open(
            &channel, Self.socketStateChanged, Unmanaged.passUnretained(poller).toOpaque(), milliseconds, 3, 1 << 20)
        guard status == ARES_SUCCESS, channel != nil else { throw .system("open a resolver") }
        guard !options.dnsServers.isEmpty else { return }
        let servers = options.dnsServers.joined(separator: ",")
        guard ares_set_servers_ports_csv(channel, servers) == ARES_SUCCESS else {
            throw .option("--dns-servers: \(servers) is no list of addresses")
        }
    }

    deinit {
        if let channel { ares_destroy(channel) }
        ares_library_cleanup()
    }

    /// Whether look-ups are on their way or wait for their turn.
    var isBusy: Bool { inFlight > 0 || lineStart < line.count }

    /// Whether `takeSettled` has something to give.
    var hasSettled: Bool { !settled.isEmpty }

    /// Starts the look-up of a name in lower case, or puts it in line.
    func lookUp(_ name: String) {
        if let known = hosts.addresses(of: name) {
            settled.append(Settled(name: name, outcome: .success(known), lifetimeNanoseconds: Self.longest))
        } else if inFlight < maximumQueries {
            query(name)
        } else {
            line.append(name)
        }
    }

    /// A socket of c-ares is ready.
    func ready(_ descriptor: Int32, readable: Bool, writable: Bool) {
        guard let channel else { return }
        ares_process_fd(channel, readable ? descriptor : -1, writable ? descriptor : -1)
    }

    /// Lets c-ares see to its timeouts; to be called several times a second while it is busy.
    func checkTimeouts() {
        guard let channel else { return }
        ares_process_fd(channel, -1, -1)
    }

    /// Look-ups that ended since the last call; starts others in their place.
    func takeSettled() -> [Settled] {
        while inFlight < maximumQueries, lineStart < line.count {
            query(line[lineStart])
            lineStart += 1
        }
        if lineStart == line.count, lineStart > 0 {
            line.removeAll(keepingCapacity: true)
            lineStart = 0
        } else if lineStart > 4096 {
            line.removeFirst(lineStart)
            lineStart = 0
        }
        guard !settled.isEmpty else { return [] }
        defer { settled.removeAll(keepingCapacity: true) }
        return settled
    }

    private func query(_ name: String) {
        guard let channel else { return }
        inFlight += 1
        var hints = ares_addrinfo_hints()
        hints.ai_family = family
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        // Sorting would open a socket for every address; libcurl races the families anyway.
        hints.ai_flags = Int32(ARES_AI_NOSORT)
        let query = Unmanaged.passRetained(Query(name: name, resolver: self))
        ares_getaddrinfo(channel, name, nil, &hints, Self.answered, query.toOpaque())
    }

    private func settle(_ name: String, status: Int32, result: UnsafeMutablePointer<ares_addrinfo>?) {
        inFlight -= 1
        var addresses: [IPAddress] = []
        var lifetimeSeconds = Int64.max
        var node = result?.pointee.nodes
        while let current = node, addresses.count < Self.maximumAddresses {
            if let socketAddress = current.pointee.ai_addr, let address = IPAddress(socketAddress) {
                addresses.append(address)
                lifetimeSeconds = min(lifetimeSeconds, Int64(current.pointee.ai_ttl))
            }
            node = current.pointee.ai_next
        }
        if !addresses.isEmpty {
            let lifetime = min(max(lifetimeSeconds * 1_000_000_000, Self.shortest), Self.longest)
            settled.append(Settled(name: name, outcome: .success(addresses), lifetimeNanoseconds: lifetime))
            return
        }
        let error = Self.error(status)
        settled.append(
            Settled(
                name: name, outcome: .failure(error),
                lifetimeNanoseconds: error.isRetriable ? Self.temporaryFailure : Self.lastingFailure))
    }

    private static let answered:
        @convention(c) (
            UnsafeMutableRawPointer?, Int32, Int32, UnsafeMutablePointer<ares_addrinfo>?
        ) -> Void = { argument, status, _, result in
            defer { if let result { ares_freeaddrinfo(result) } }
            guard let argument else { return }
            let query = Unmanaged<Query>.fromOpaque(argument).takeRetainedValue()
            // The resolver is being torn down: nobody waits any more.
            guard status != ARES_EDESTRUCTION else { return }
            query.resolver.settle(query.name, status: status, result: result)
        }

    private static let socketStateChanged: @convention(c) (UnsafeMutableRawPointer?, Int32, Int32, Int32) -> Void = {
        argument, descriptor, readable, writable in
        guard let argument else { return }
        let poller = Unmanaged<Poller>.fromOpaque(argument).takeUnretainedValue()
        if readable == 0 && writable == 0 {
            // c-ares closes the socket right after this call.
            poller.closed(descriptor)
        } else {
            poller.watch(descriptor, readable: readable != 0, writable: writable != 0, owner: .resolver)
        }
    }

    private static func error(_ status: Int32) -> FetchError {
        let detail = String(cString: ares_strerror(status))
        switch status {
        case ARES_ENOTFOUND, ARES_EBADNAME, ARES_ENONAME:
            return FetchError(.dns, FetchError.unknownName.message, detail: detail)
        case ARES_ENODATA:
            return FetchError(.dns, "<urlopen error [Errno -5] No address associated with hostname>", detail: detail)
        default:
            return FetchError(.dns, FetchError.temporaryNameFailure, detail: detail, isRetriable: true)
        }
    }

    /// Whether packets to the IPv6 internet have a way out. Connecting a datagram socket sends nothing.
    private static func hasRoute6() -> Bool {
        let descriptor = socket(AF_INET6, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = UInt16(53).bigEndian
        // Any address of the global range will do.
        withUnsafeMutableBytes(of: &address.sin6_addr) { bytes in
            bytes[0] = 0x20
            bytes[1] = 0x01
            bytes[15] = 1
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
            }
        }
    }

    /// Addresses kept of one answer.
    private static let maximumAddresses = 8
    /// An answer is kept for its time to live within these bounds, so that a time to live of 0 does not mean a
    /// query for every URL.
    private static let shortest: Int64 = 30 * 1_000_000_000
    private static let longest: Int64 = 3600 * 1_000_000_000
    private static let lastingFailure: Int64 = 300 * 1_000_000_000
    /// Short, so that a retry asks again.
    private static let temporaryFailure: Int64 = 500_000_000
}
