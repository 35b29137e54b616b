// What the transfers of one loop share.

internal import CCurl
internal import Ground

/// What libcurl's callbacks may look at, and where they note what happened: the loop reads it when libcurl has returned.
/// Touched by the loop's thread only.
final class Wire {
    /// Something that the loop has to act on.
    enum Event {
        /// Stopped until there is memory.
        case lacksMemory
        /// Stopped until bytes may be read again.
        case lacksBandwidth
        /// The answer has ended; its connection has to be silent before the transfer does.
        case answerEnded
    }

    /// Longest time a connection is kept idle.
    static let idleSeconds = 30
    /// Answers of one server that are awaited beside its requests, for each that its host may have at once.
    private static let mostAwaited = 3

    let options: FetchOptions
    let plan: FetchPlan
    let routes: Routes
    let robotsTag: RobotsTag
    let userAgent: String
    /// Freed in `deinit`, after the last easy handle.
    let requestHeaders: UnsafeMutablePointer<curl_slist>?
    let connections: ConnectionTable
    let sessions: SessionShares
    /// nil where the bandwidth has no limit.
    let bandwidth: BandwidthLimit?

    /// The time of this turn.
    var now: Moment
    var memory: TransferMemory
    var pins = PinnedNames()
    var protocols = ProtocolMemory()
    /// Transfers that exist, and those among them whose answer has ended.
    var transfers = 0
    var awaited = 0
    /// Body bytes received, packed as they came.
    var receivedBytes: UInt64 = 0
    /// Connections opened.
    var openedConnections: UInt64 = 0
    /// What happened since the loop last looked, in its order, with the ticket that the transfer had.
    private(set) var events: [(transfer: Transfer, ticket: UInt64, event: Event)] = []

    init(
        options: FetchOptions, plan: FetchPlan, routes: Routes, budget: MemoryBudget, poller: Poller, now: Moment
    ) throws(FetchError) {
        self.options = options
        self.plan = plan
        self.routes = routes
        self.now = now
        robotsTag = RobotsTag(disallowedDirectives: options.disallowedDirectives, agents: plan.productTokens)
        userAgent = UserAgent.text(base: options.userAgent, token: options.userAgentToken)
        var headers: UnsafeMutablePointer<curl_slist>?
        for header in options.headers { headers = curl_slist_append(headers, header) }
        requestHeaders = headers
        connections = ConnectionTable(poller: poller)
        sessions = try SessionShares()
        bandwidth = options.maximumBytesPerSecond.map { BandwidthLimit(bytesPerSecond: $0, now: now) }
        memory = TransferMemory(budget: budget, maximumInFlight: options.maximumInFlight)
    }

    deinit { curl_slist_free_all(requestHeaders) }

    func note(_ event: Event, of transfer: Transfer) { events.append((transfer, transfer.ticket, event)) }

    /// Takes what has happened since the last call.
    func takeEvents() -> [(transfer: Transfer, ticket: UInt64, event: Event)] {
        guard !events.isEmpty else { return [] }
        defer { events = [] }
        return events
    }

    /// Whether the connection of a transfer is worth keeping.
    ///
    /// Left alone, libcurl 7.88 keeps every connection up to its limit, and from then on walks all of them at
    /// the end of each transfer to find the oldest: 0.5 ms for each when every URL has its own host.
    func keepsConnection(of transfer: Transfer) -> Bool {
        plan.hasWaiting(transfer.attempt) || connections.count < transfers + options.maximumIdleConnections
    }

    /// Whether the connection of a first answer is to be kept for others.
    func isWorthAwaiting(_ transfer: Transfer, on connection: OpenConnection) -> Bool {
        plan.hasWaiting(transfer.attempt) && awaited < options.maximumIdleConnections
            && connection.times.isWorthAwaiting(isFull: isFull(connection.times))
    }

    /// Whether as many answers of a server are awaited as may be beside its requests.
    func isFull(_ times: AnswerTimes) -> Bool { times.awaited >= Self.mostAwaited * options.perHostConnections }
}
