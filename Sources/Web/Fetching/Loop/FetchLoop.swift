// One thread, one multi handle, one epoll: thousands of transfers in flight.

internal import CCurl
internal import Glibc
internal import Ground
internal import Synchronization
internal import URLs

/// Drives transfers until it is stopped.
///
/// `@unchecked Sendable` holds because everything but `inbox` and `published` is touched only by the loop's
/// own thread once `run` has started, and by its maker before and after.
final class FetchLoop: @unchecked Sendable {
    let options: FetchOptions
    let budget: MemoryBudget
    let inbox: Inbox
    let deliver: @Sendable (FetchResult) -> Void

    let poller: Poller
    let parser: URLParser
    let multi: MultiHandle
    let resolver: NameResolver
    let policy: AddressPolicy
    let urlPolicy: (any URLPolicy)?
    let proxies: ProxySettings
    /// Proxies by their text, checked when the loop was made.
    let proxyTargets: [String: TargetURL]
    let robotsTag: RobotsTag
    let retryPolicy: RetryPolicy
    let userAgent: String
    /// Freed in `deinit`, after the last easy handle.
    let requestHeaders: UnsafeMutablePointer<curl_slist>?
    let limits: TransferClock.Limits
    /// How much is to be in flight.
    var flow: FlowState
    let heartbeat = Heartbeat()
    /// Called when slots are free and no waiting request may use them; on the loop's thread.
    let tellStarving: @Sendable () -> Void

    var queue: HostQueue<FetchJob>
    var names: NameCache<LookUpWaiter>
    var robotsTxts = RobotsTxtCache<FetchJob>()
    /// The names that robots.txt may call us by, in lower case.
    let productTokens: Set<String>
    var pins = PinnedNames()
    var retryQueue = DueQueue<Moment, FetchJob>()
    var jitter: SeededBits
    var active: [Transfer] = []
    var idle: [Transfer] = []
    var arrivals: [FetchRequest] = []
    var nextArrival = 0
    var lastTicket: UInt64 = 0

    /// Transfers stopped until there is memory again, oldest first; may hold some that ended meanwhile.
    var pausedLine: [Transfer] = []
    /// Transfers whose answer has ended, and whose connection has to be silent before they end.
    var silenceLine = DueQueue<Moment, (transfer: Transfer, ticket: UInt64)>()
    /// How many of them there are: they keep a connection, and no place among those in flight.
    var awaited = 0
    var protocols = ProtocolMemory()

    /// The one transfer that may receive beyond the budget, so that something always gets done.
    var privileged: Transfer?
    /// Mean memory of a body so far: what an admitted transfer is expected to need.
    var expectedBodyBytes = 128 << 10

    /// The time of this turn.
    var now = Moment.now()
    var nextSweep: Moment
    let sweepNanoseconds: Int64
    var counts = FetchSnapshot()
    private let published = Mutex(FetchSnapshot())

    /// Who waits for a name: the slot, and the ticket it had when it asked.
    struct LookUpWaiter {
        let transfer: Transfer
        let ticket: UInt64
    }

    init(
        options: FetchOptions, budget: MemoryBudget, tellStarving: @escaping @Sendable () -> Void,
        deliver: @escaping @Sendable (FetchResult) -> Void
    ) throws(FetchError) {
        self.options = options
        self.tellStarving = tellStarving
        flow = FlowState(options: options, now: .now())
        self.budget = budget
        self.deliver = deliver
        inbox = try Inbox()
        poller = try Poller()
        do {
            parser = try URLParser()
        } catch {
            throw FetchError(error)
        }
        multi = try MultiHandle(
            poller: poller, maximumConnections: 2 * (options.maximumInFlight + options.maximumIdleConnections))
        resolver = try NameResolver(options: options, poller: poller)
        policy = AddressPolicy(
            allowsPrivateAddresses: options.allowsPrivateAddresses, takenForPublic: options.addressesTakenForPublic)
        urlPolicy = options.makeURLPolicy?()
        proxies = ProxySettings(option: options.proxy, environment: ProxySettings.environmentVariable)
        proxyTargets = try Self.checkedProxies(proxies, parser: parser)
        productTokens = UserAgent.names(base: options.userAgent, token: options.userAgentToken)
        robotsTag = RobotsTag(disallowedDirectives: options.disallowedDirectives, agents: productTokens)
        retryPolicy = RetryPolicy(retries: options.retries, longestWish: options.longestRetryAfter)
        userAgent = UserAgent.text(base: options.userAgent, token: options.userAgentToken)
        var headers: UnsafeMutablePointer<curl_slist>?
        for header in options.headers { headers = curl_slist_append(headers, header) }
        requestHeaders = headers
        limits = TransferClock.Limits(
            timeoutNanoseconds: options.timeout.inNanoseconds, deadlineNanoseconds: options.deadline.inNanoseconds)
        queue = HostQueue(HostRules(options))
        names = NameCache(capacity: options.maximumCachedNames)
        jitter = SeededBits(seed: options.seed)
        sweepNanoseconds = min(max(options.timeout.inNanoseconds / 20, 10_000_000), 200_000_000)
        nextSweep = Moment.now()
        poller.watch(inbox.descriptor, readable: true, writable: false, owner: .inbox)
        budget.onRelease { [weak inbox] in inbox?.wake() }
    }

    deinit { curl_slist_free_all(requestHeaders) }

    /// Transfers that something is asked or awaited for from a server.
    var inFlight: Int { active.count - awaited }

    /// The numbers of the last turn. Any thread may ask.
    var snapshot: FetchSnapshot {
        var snapshot = published.withLock { $0 }
        snapshot.waiting += inbox.count
        return snapshot
    }

    /// The thread's body: returns after `inbox.stop()`.
    func run() {
        // A server that hangs up during a TLS write must cost a transfer, not the program.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        while !inbox.wantsStop { turn() }
        tearDown()
    }

    /// Waits for something to happen, sees to all of it, starts what may start.
    private func turn() {
        poller.apply()
        let wait = waitMilliseconds()
        heartbeat.rests()
        poller.wait(milliseconds: wait) { event in
            heartbeat.works()
            now = Moment.now()
            switch event.owner {
            case .transfers: multi.ready(event)
            case .resolver:
                resolver.ready(
                    event.descriptor, readable: event.isReadable || event.hasFailed, writable: event.isWritable,
                    now: now)
            case .inbox: inbox.acknowledge()
            case .silence: silenceBroke(event.descriptor)
            }
        }
        heartbeat.works()
        now = Moment.now()
        endSilences()
        if let due = multi.due, due <= now { multi.timedOut() }
        finishEnded()
        if nextArrival == arrivals.count {
            arrivals = inbox.take()
            nextArrival = 0
            if !arrivals.isEmpty { flow.hasArrivals = true }
        }
        takeArrivals()
        while let job = retryQueue.next(now: now) {
            queue.add(job, host: job.target.origin, isAgain: job.attempts > 0, now: now)
        }
        queue.wake(now: now)
        failGivenUp()
        if now >= nextSweep { sweep() }
        resolver.checkTime(now: now)
        takeSettledNames()
        resumePaused()
        resumeThrottled()
        adjustLimit()
        admit()
        noteAdmission()
        finishEnded()
        publish()
    }

    private func waitMilliseconds() -> Int32 {
        let hasMore = nextArrival < arrivals.count || resolver.hasSettled || queue.hasRefused || mayAdmitMore
        if hasMore { return 0 }
        var due = multi.due
        if let lookUp = resolver.nextDue, lookUp < due ?? lookUp + 1 { due = lookUp }
        if let retry = retryQueue.firstDue, retry < due ?? retry + 1 { due = retry }
        if let rested = queue.firstDue, rested < due ?? rested + 1 { due = rested }
        if let silence = silenceLine.firstDue, silence < due ?? silence + 1 { due = silence }
        if !active.isEmpty || resolver.isBusy, nextSweep < due ?? nextSweep + 1 { due = nextSweep }
        if let flowDue { due = min(due ?? flowDue, flowDue) }
        guard let due else { return -1 }
        let nanoseconds = max(0, due - Moment.now())
        return Int32(clamping: (nanoseconds + 999_999) / 1_000_000)
    }

    private func publish() {
        counts.inFlight = inFlight
        counts.limit = flow.limit.value
        counts.throttled = flow.throttledLine.count
        counts.waiting = queue.waiting + robotsTxts.waiting + arrivals.count - nextArrival
        counts.retriesWaiting = retryQueue.count
        published.withLock { $0 = counts }
    }

    private func tearDown() {
        for transfer in active {
            if transfer.isRunning { multi.remove(transfer.easy) }
            transfer.leaveConnection(at: now)
            budget.reserveForTransfer(-transfer.reservedBytes)
        }
        active.removeAll()
        idle.removeAll()
        pausedLine.removeAll()
        silenceLine = DueQueue()
        awaited = 0
        flow.throttledLine.removeAll()
        privileged = nil
        // Waiters hold transfers, which hold easy handles: they go before the multi handle.
        names = NameCache(capacity: 1)
    }

    private static func checkedProxies(
        _ proxies: ProxySettings, parser: URLParser
    ) throws(FetchError) -> [String: TargetURL] {
        var targets: [String: TargetURL] = [:]
        for source in proxies.all {
            let proxy = source.proxy
            do {
                targets[proxy] = try parser.parse(proxy.contains("://") ? proxy : "http://" + proxy)
            } catch {
                let isSOCKS = proxy.lowercased().hasPrefix("socks")
                let isVariable = !source.name.hasPrefix("-")
                throw .option(
                    source.name + (isVariable ? " (in the environment)" : "") + ": "
                        + (isSOCKS
                            ? "SOCKS proxies are not supported; name an http proxy"
                            : "the proxy is not an http or https URL with host and port")
                        + (isVariable ? ", or unset it" : ""))
            }
        }
        return targets
    }
}
