// One thread, one multi handle, one epoll: thousands of transfers in flight.

internal import CCurl
internal import DequeModule
internal import Glibc
internal import Ground
internal import Synchronization
internal import URLs

/// Does what its plan decides, with libcurl, until it is stopped.
///
/// `@unchecked Sendable` holds because everything but `inbox`, `heartbeat` and `published` is touched only by the loop's
/// own thread once `run` has started, and by its maker before and after.
final class FetchLoop: @unchecked Sendable {
    let options: FetchOptions
    let budget: MemoryBudget
    let inbox: Inbox
    let heartbeat = Heartbeat()
    /// Called with each result, on the loop's thread.
    private let deliver: @Sendable (FetchResult) -> Void
    /// Called when slots are free and no waiting request may use them; on the loop's thread.
    let askForMore: @Sendable () -> Void

    /// Decides on the requests.
    let plan: FetchPlan
    /// What the transfers share.
    let wire: Wire
    let poller: Poller
    let multi: MultiHandle
    let resolver: NameResolver
    var names: NameCache<LookUpWaiter>
    let limits: TransferClock.Limits

    var active: [Transfer] = []
    var idle: [Transfer] = []
    var lastTicket: UInt64 = 0
    /// Transfers stopped until there is memory or bandwidth again, oldest first; may hold some that ended meanwhile.
    var pausedLine: Deque<TicketedTransfer> = []
    var throttledLine: Deque<TicketedTransfer> = []
    /// Transfers whose answer has ended, and whose connection has to be silent before they end.
    var silenceLine = DueQueue<Moment, TicketedTransfer>()

    /// The time of this turn.
    private(set) var now = Moment.now() {
        didSet { wire.now = now }
    }
    var nextSweep: Moment
    let sweepNanoseconds: Int64
    var counts = FetchSnapshot()
    private let published = Mutex(FetchSnapshot())

    /// A slot, and the ticket that it had at the time: it may serve another attempt now.
    typealias TicketedTransfer = (transfer: Transfer, ticket: UInt64)

    /// Who waits for a name.
    struct LookUpWaiter {
        let transfer: Transfer
        let ticket: UInt64
    }

    init(
        options: FetchOptions, budget: MemoryBudget, askForMore: @escaping @Sendable () -> Void,
        deliver: @escaping @Sendable (FetchResult) -> Void
    ) throws(FetchError) {
        self.options = options
        self.askForMore = askForMore
        self.budget = budget
        self.deliver = deliver
        let start = Moment.now()
        inbox = try Inbox()
        poller = try Poller()
        let urls = try URLCheck(options)
        let proxies = ProxySettings(option: options.proxy, environment: ProxySettings.environmentVariable)
        let routes = try Routes(proxies, parser: urls.parser)
        plan = FetchPlan(
            options: options, urls: urls,
            productTokens: UserAgent.names(base: options.userAgent, token: options.userAgentToken), now: start)
        wire = try Wire(options: options, plan: plan, routes: routes, budget: budget, poller: poller, now: start)
        multi = try MultiHandle(
            poller: poller, connections: wire.connections, sessions: wire.sessions,
            maximumConnections: 2 * (options.maximumInFlight + options.maximumIdleConnections))
        resolver = try NameResolver(options: options, poller: poller)
        limits = TransferClock.Limits(
            timeoutNanoseconds: options.timeout.inNanoseconds, deadlineNanoseconds: options.deadline.inNanoseconds)
        names = NameCache(capacity: options.maximumCachedNames)
        sweepNanoseconds = min(max(options.timeout.inNanoseconds / 20, 10_000_000), 200_000_000)
        nextSweep = start
        poller.watch(inbox.descriptor, readable: true, writable: false, owner: .inbox)
        budget.onRelease { [weak inbox] in inbox?.wake() }
        options.hostShare?.follow { [weak inbox] in inbox?.wake() }
    }

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
            case .transfers:
                multi.ready(event)
                takeEvents()
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
        takeEvents()
        finishEnded()
        if !plan.hasArrivals { plan.arrived(inbox.take()) }
        plan.advance(now: now)
        if now >= nextSweep { sweep() }
        resolver.checkTime(now: now)
        takeSettledNames()
        resumePaused()
        takeEvents()
        resumeThrottled()
        plan.admission.adjust(receivedBytes: wire.receivedBytes, pressure: wire.memory.pressure, now: now)
        startTransfers()
        takeEvents()
        finishEnded()
        for result in plan.takeResults() { deliver(result) }
        publish()
    }

    private func waitMilliseconds() -> Int32 {
        if plan.isDue || resolver.hasSettled || mayStartMore { return 0 }
        var due: Moment?
        func consider(_ moment: Moment?) {
            if let moment, moment < due ?? moment + 1 { due = moment }
        }
        consider(multi.due)
        consider(resolver.nextDue)
        consider(plan.due)
        consider(silenceLine.firstDue)
        if !active.isEmpty || resolver.isBusy { consider(nextSweep) }
        if plan.admission.isBinding { consider(plan.admission.limit.nextStep) }
        if isStarving { consider(plan.admission.nextAsking) }
        if let bandwidth = wire.bandwidth, !throttledLine.isEmpty || plan.canStart {
            let refilled = bandwidth.due(now: now)
            if refilled > now { consider(refilled) }
        }
        guard let due else { return -1 }
        let nanoseconds = max(0, due - Moment.now())
        return Int32(clamping: (nanoseconds + 999_999) / 1_000_000)
    }

    private func publish() {
        counts.inFlight = plan.admission.inFlight
        counts.limit = plan.admission.limit.value
        counts.throttled = throttledLine.count
        counts.waiting = plan.waiting
        counts.retriesWaiting = plan.retryQueue.count
        counts.finished = plan.counts.finished
        counts.retries = plan.counts.retries
        counts.repeated = plan.counts.repeated
        counts.redirects = plan.counts.redirects
        counts.receivedBytes = wire.receivedBytes
        counts.connections = wire.openedConnections
        counts.hosts = plan.queue.busyHosts
        counts.isHeldByHosts = isStarving && plan.queue.waiting > 0
        counts.isHeldByNames = resolver.isCongested
        counts.isAtMaximum = plan.admission.limit.value >= options.maximumInFlight
        published.withLock { $0 = counts }
    }

    private func tearDown() {
        for transfer in active {
            if transfer.isRunning { multi.remove(transfer.easy) }
            transfer.leaveConnection(at: now)
            budget.reserveForTransfer(-transfer.reservedBytes)
        }
        _ = wire.takeEvents()
        active.removeAll()
        idle.removeAll()
        pausedLine.removeAll()
        throttledLine.removeAll()
        silenceLine = DueQueue()
        // Waiters hold transfers, which hold easy handles: they go before the multi handle.
        names = NameCache(capacity: 1)
    }
}
