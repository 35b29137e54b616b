// The way of a request, from its arrival to its one result.

internal import DequeModule
internal import Ground
internal import URLs

/// Decides which request is attempted next, and what follows from the end of an attempt.
///
/// Events in (`arrived`, `advance`, `next`, `answered`, `ended`), results out (`takeResults`): it has no socket, no clock and
/// no libcurl. Whoever drives it says what happened, and when. Every request that arrived gives one result.
/// Touched by one thread.
final class FetchPlan {
    /// One attempt for a request, while it is in flight.
    struct Attempt {
        let job: FetchJob
        let host: HostQueue<FetchJob>.HostIndex
        /// Start of this leg of the attempt.
        let begin: Moment
        /// Continues that of the legs before a redirect.
        let clock: TransferClock
        /// Whether it has a slot, and one of its host's places.
        fileprivate(set) var hasSlot = true
        fileprivate(set) var holdsPlace = true
    }

    /// URLs checked in one turn; more would keep sockets waiting.
    private static let arrivalsPerTurn = 512
    /// Requests failed in one turn for their host.
    private static let givenUpPerTurn = 512

    let options: FetchOptions
    let urls: URLCheck
    let retryPolicy: RetryPolicy
    /// The names that robots.txt may call us by, in lower case.
    let productTokens: Set<String>

    var queue: HostQueue<FetchJob>
    /// Among how many processes the limits of `queue` are divided.
    var hostDivisor = 1
    var robotsTxts = RobotsTxtCache<FetchJob>()
    var retryQueue = DueQueue<Moment, FetchJob>()
    var admission: Admission
    var jitter: SeededBits
    var counts = Counts()
    private var arrivals: Deque<FetchRequest> = []
    private var results: [FetchResult] = []

    /// What happened since the start.
    struct Counts {
        var finished: UInt64 = 0
        var retries: UInt64 = 0
        var repeated: UInt64 = 0
        var redirects: UInt64 = 0
    }

    init(options: FetchOptions, urls: URLCheck, productTokens: Set<String>, now: Moment) {
        self.options = options
        self.urls = urls
        self.productTokens = productTokens
        retryPolicy = RetryPolicy(retries: options.retries, longestWish: options.longestRetryAfter)
        queue = HostQueue(HostRules(options))
        admission = Admission(options: options, now: now)
        jitter = SeededBits(seed: options.seed)
    }

    /// Requests that wait for a slot, for their host or for its robots.txt.
    var waiting: Int { queue.waiting + robotsTxts.waiting + arrivals.count }

    /// Whether requests have arrived that were not checked yet.
    var hasArrivals: Bool { !arrivals.isEmpty }

    /// Whether a host's line has a request that may start.
    var canStart: Bool { queue.canStart }

    /// Whether `advance` has something to do at once.
    var isDue: Bool { hasArrivals || queue.hasRefused }

    /// When `advance` has something to do.
    var due: Moment? {
        guard let retry = retryQueue.firstDue else { return queue.firstDue }
        return queue.firstDue.map { min($0, retry) } ?? retry
    }

    /// Whether more requests wait for the host of an attempt.
    func hasWaiting(_ attempt: Attempt) -> Bool { queue.hasWaiting(attempt.host) }

    /// New requests have come.
    func arrived(_ requests: [FetchRequest]) {
        guard !requests.isEmpty else { return }
        arrivals.append(contentsOf: requests)
        admission.requestsArrived()
    }

    /// Time has passed: checks what has arrived, and lets those continue whose time has come.
    func advance(now: Moment) {
        followHostShare(now: now)
        checkArrivals(now: now)
        while let job = retryQueue.next(now: now) {
            queue.add(job, host: job.target.origin, isAgain: job.attempts > 0, now: now)
        }
        queue.wake(now: now)
        var left = Self.givenUpPerTurn
        while left > 0, let (job, reason) = queue.takeRefused() {
            left -= 1
            conclude(job, .failure(.hostGivenUp(reason)), now: now)
        }
    }

    /// Begins the attempt that is next, if a host's line has one that may start.
    func next(now: Moment) -> Attempt? {
        guard let (job, host) = queue.next(now: now) else { return nil }
        admission.started()
        if job.start == nil { job.start = now }
        if var clock = job.clock {
            clock.legStarted(at: now)
            return Attempt(job: job, host: host, begin: now, clock: clock)
        }
        job.attempts += 1
        if job.attempts > 1 { counts.retries += 1 }
        return Attempt(job: job, host: host, begin: now, clock: TransferClock(start: now))
    }

    /// The answer of an attempt is complete, and only its connection is waited for.
    ///
    /// - Parameter leavesPlace: whether the host may get another request already.
    func answered(_ attempt: inout Attempt, leavesPlace: Bool, now: Moment) {
        leaveSlot(&attempt)
        if leavesPlace { leave(&attempt, .answered, now: now) }
    }

    func leaveSlot(_ attempt: inout Attempt) {
        guard attempt.hasSlot else { return }
        attempt.hasSlot = false
        admission.leftSlot()
    }

    /// Gives the host's place back.
    ///
    /// - Returns: whether the host is given up.
    @discardableResult
    func leave(_ attempt: inout Attempt, _ outcome: HostOutcome, now: Moment) -> Bool {
        guard attempt.holdsPlace else { return false }
        attempt.holdsPlace = false
        return queue.finished(
            attempt.host, outcome, begin: attempt.begin, isAgain: attempt.job.attempts > 1, now: now) != nil
    }

    /// The one result of a request.
    func conclude(_ job: FetchJob, _ outcome: Result<FetchedBody, FetchError>, now: Moment) {
        if let site = job.robotsTxtOf {
            robotsTxtCame(job, of: site, outcome, now: now)
            return
        }
        counts.finished += 1
        results.append(
            FetchResult(
                id: job.id, outcome: outcome, httpStatus: job.lastStatus, mediaType: job.lastMediaType,
                finalURL: urls.parser.shown(job.target), attempts: job.attempts,
                duration: .nanoseconds(now - (job.start ?? now))))
    }

    /// The results since the last call, in their order.
    func takeResults() -> [FetchResult] {
        guard !results.isEmpty else { return [] }
        defer { results = [] }
        return results
    }

    private func checkArrivals(now: Moment) {
        var left = Self.arrivalsPerTurn
        while left > 0, let request = arrivals.popFirst() {
            left -= 1
            do {
                let target = try urls.target(of: request)
                let referer = request.referer.flatMap { Referer($0, parser: urls.parser) }
                putInLine(FetchJob(id: request.id, target: target, referer: referer), now: now)
            } catch {
                counts.finished += 1
                results.append(
                    FetchResult(
                        id: request.id, outcome: .failure(error), httpStatus: nil, finalURL: nil, attempts: 0,
                        duration: .zero))
            }
        }
    }
}
