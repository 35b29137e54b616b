// Look-ups through c-ares, driven by the loop's own epoll: no thread, no blocking call.

internal import URLs

/// Asks name servers for addresses. Used by one loop's thread only.
///
/// What is asked of whom is decided by `LookUpPlan`; this sends its queries and brings it the answers.
final class NameResolver {
    /// A look-up that has ended.
    struct Settled {
        let name: String
        let outcome: Result<[IPAddress], FetchError>
        let lifetimeNanoseconds: Int64
        /// nil for a success.
        let failure: LookUpFailure?
    }

    private let servers: [NameServerAddress]
    private let channels: [NameChannel]
    private let hosts: HostsFile
    private var plan: LookUpPlan
    private var settled: [Settled] = []

    /// - Throws: `FetchError` of category `invalidOption` for servers that are not valid.
    init(options: FetchOptions, poller: Poller) throws(FetchError) {
        hosts = HostsFile(path: options.hostsFile)
        var settings = LookUpPlan.Settings()
        if options.dnsServers.isEmpty {
            let system = ResolverConfiguration(path: options.resolverFile)
            servers = system.servers
            settings.patienceNanoseconds = system.timeoutSeconds.map { Int64($0) * 1_000_000_000 }
            settings.rounds = system.attempts
        } else {
            servers = try Self.servers(options.dnsServers)
        }
        settings.servers = servers.count
        settings.kinds = options.asksIPv6 ?? RouteCheck.hasRoute6() ? [.four, .six] : [.four]
        // A little less than the loop gives a look-up, so that the more exact reason is reported.
        settings.longestNanoseconds = options.timeout.inNanoseconds / 20 * 19
        settings.mostInFlight = max(1, options.maximumLookUps)
        plan = LookUpPlan(settings)
        var channels: [NameChannel] = []
        for server in servers {
            let milliseconds = Int32(clamping: max(100, options.timeout.inNanoseconds / 1_000_000))
            channels.append(
                try NameChannel(server, longestMilliseconds: min(milliseconds, 10_000), poller: poller))
        }
        self.channels = channels
    }

    private static func servers(_ texts: [String]) throws(FetchError) -> [NameServerAddress] {
        var servers: [NameServerAddress] = []
        for text in texts {
            guard let server = NameServerAddress(text) else {
                throw .option("--dns-servers: \(text) is not the address of a DNS server")
            }
            if !servers.contains(server) { servers.append(server) }
        }
        guard servers.count <= FetchOptions.maximumDNSServers else {
            throw .option("--dns-servers takes at most \(FetchOptions.maximumDNSServers) servers")
        }
        return servers
    }

    /// Whether look-ups are on their way or wait for their turn.
    var isBusy: Bool { plan.isBusy || channels.contains { $0.open > 0 } }

    /// Whether further look-ups had better wait outside: their time would pass in line.
    var isCongested: Bool { plan.isCongested }

    /// Whether `takeSettled` has something to give.
    var hasSettled: Bool { !settled.isEmpty || plan.hasEnded }

    /// When `checkTime` has something to do next.
    var nextDue: Moment? { plan.nextDue }

    /// Starts the look-up of a name in lower case, or puts it in line.
    func lookUp(_ name: String, now: Moment) {
        if let known = hosts.addresses(of: name) {
            settled.append(
                Settled(name: name, outcome: .success(known), lifetimeNanoseconds: Self.longest, failure: nil))
            return
        }
        plan.start(name, now: now)
        sendQueries(now: now)
    }

    /// A socket of c-ares is ready.
    func ready(_ descriptor: Int32, readable: Bool, writable: Bool, now: Moment) {
        for channel in channels { channel.ready(descriptor, readable: readable, writable: writable) }
        takeEvents(now: now)
    }

    /// Asks elsewhere what was not answered, and ends look-ups whose time is over.
    func checkTime(now: Moment) {
        guard let due = plan.nextDue, due <= now else { return }
        plan.checkTime(now: now)
        sendQueries(now: now)
    }

    /// Lets c-ares see to its own time limits; to be called now and then while it is busy.
    func checkTimeouts(now: Moment) {
        for channel in channels where channel.open > 0 { channel.checkTimeouts() }
        takeEvents(now: now)
    }

    /// Look-ups that ended since the last call.
    func takeSettled() -> [Settled] {
        for ended in plan.takeEnded() { settled.append(Self.settled(ended)) }
        guard !settled.isEmpty else { return [] }
        defer { settled.removeAll(keepingCapacity: true) }
        return settled
    }

    /// What each server did so far.
    var counts: [NameServerCounts] {
        zip(servers, plan.choice.records).map { server, record in
            NameServerCounts(
                server: server.description, asked: record.asked, answered: record.answered, lost: record.lost,
                failed: record.failed)
        }
    }

    private func takeEvents(now: Moment) {
        for channel in channels { take(channel.takeEvents(), now: now) }
        sendQueries(now: now)
    }

    private func take(_ events: [NameChannel.Event], now: Moment) {
        for event in events {
            switch event {
            case .answer(let ticket, let answer): plan.answered(ticket, answer, now: now)
            case .nothing(let ticket): plan.unreachable(ticket, now: now)
            }
        }
    }

    private func sendQueries(now: Moment) {
        while let query = plan.next(now: now) {
            let channel = channels[query.server]
            channel.ask(query.name, query.kind, ticket: query.ticket)
            // What c-ares knows at once, such as an invalid name, it says within the call.
            take(channel.takeEvents(), now: now)
        }
    }

    private static func settled(_ ended: LookUpPlan.Ended) -> Settled {
        switch ended.outcome {
        case .addresses(let addresses, let lifetimeSeconds):
            let (nanoseconds, overflows) = lifetimeSeconds.multipliedReportingOverflow(by: 1_000_000_000)
            let lifetime = overflows ? longest : min(max(nanoseconds, shortest), longest)
            return Settled(
                name: ended.name, outcome: .success(addresses), lifetimeNanoseconds: lifetime, failure: nil)
        case .failure(let failure):
            let error = FetchError.lookUp(failure)
            return Settled(
                name: ended.name, outcome: .failure(error),
                lifetimeNanoseconds: error.isRetriable ? temporaryFailure : lastingFailure, failure: failure)
        }
    }

    /// An answer is kept for its time to live within these bounds, so that a time to live of 0 does not mean a
    /// query for every URL.
    private static let shortest: Int64 = 30 * 1_000_000_000
    private static let longest: Int64 = 3600 * 1_000_000_000
    private static let lastingFailure: Int64 = 300 * 1_000_000_000
    /// Short, so that a retry asks again.
    private static let temporaryFailure: Int64 = 500_000_000
}
