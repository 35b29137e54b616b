// What follows from the end of an attempt: a result, a redirect, or another attempt.

internal import Ground
internal import URLs

extension FetchPlan {
    /// Time until a connection is tried again for which this machine had no descriptor, and how often it is.
    private static let shortageNanoseconds: Int64 = 200_000_000
    private static let mostShortages = 300

    /// An attempt has ended.
    func ended(_ attempt: Attempt, _ end: AttemptEnd, now: Moment) {
        var attempt = attempt
        let job = attempt.job
        leaveSlot(&attempt)
        if end.status > 0 {
            job.lastStatus = end.status
            job.lastMediaType = end.mediaType
        }
        switch end.outcome {
        case .body(let body):
            admission.attemptEnded(nil)
            leave(&attempt, .answered, now: now)
            conclude(job, .success(body), now: now)
        case .redirect(let location, let setsCookie):
            do {
                let next = try destination(of: job, location: location, setsCookie: setsCookie, end)
                leave(&attempt, .answered, now: now)
                follow(job, to: next, clock: end.clock, now: now)
            } catch {
                fail(&attempt, error, end, now: now)
            }
        case .failure(let error): fail(&attempt, error, end, now: now)
        case .askAgain(let alone):
            counts.repeated += 1
            leave(&attempt, .nothing, now: now)
            var clock = end.clock
            clock?.resumed(at: now)
            clock?.legEnded(at: now)
            job.clock = clock
            if alone { job.wantsFreshConnection = true }
            putInLine(job, first: true, now: now)
        case .noSocket: waitForSocket(&attempt, end, now: now)
        }
    }

    private func fail(_ attempt: inout Attempt, _ error: FetchError, _ end: AttemptEnd, now: Moment) {
        let job = attempt.job
        admission.attemptEnded(error)
        let isHostGivenUp = leave(
            &attempt, HostOutcome(error, of: end, redirects: job.redirects), now: now)
        // A server that does not answer for its robots.txt costs one deadline: its rows wait.
        let isLate = job.robotsTxtOf != nil && error.category == .timeout
        if !isLate, !isHostGivenUp,
            let delay = retryPolicy.delay(after: error, attempts: job.attempts, wish: end.wish, jitter: &jitter)
        {
            job.rewind()
            retryQueue.add(job, due: now + delay.inNanoseconds)
        } else {
            conclude(job, .failure(error), now: now)
        }
    }

    /// Puts the job aside until others have given descriptors back: that is neither its host's fault nor an attempt.
    private func waitForSocket(_ attempt: inout Attempt, _ end: AttemptEnd, now: Moment) {
        let job = attempt.job
        job.shortages += 1
        guard job.shortages <= Self.mostShortages else {
            fail(&attempt, .noSocket, end, now: now)
            return
        }
        leave(&attempt, .nothing, now: now)
        admission.lackedSocket(now: now)
        job.attempts -= 1
        job.rewind()
        retryQueue.add(job, due: now + Self.shortageNanoseconds)
    }

    /// Where a redirect leads, if it may be followed.
    private func destination(
        of job: FetchJob, location: [UInt8], setsCookie: Bool, _ end: AttemptEnd
    ) throws(FetchError) -> TargetURL {
        let mostRedirects = job.robotsTxtOf == nil ? options.maximumRedirects : RobotsTxt.maximumRedirects
        guard job.redirects < mostRedirects else { throw .redirectLoop(status: end.status, reason: end.reason) }
        let next: TargetURL
        do {
            next = try urls.target(of: location, from: job.target)
        } catch {
            throw .redirectRefused(status: end.status, reason: end.reason, because: error)
        }
        if setsCookie { job.wasOfferedCookie = true }
        job.visited.append(job.target.text)
        guard !job.wasOfferedCookie || !job.visited.contains(next.text) else {
            throw .cookieWall(status: end.status, reason: end.reason)
        }
        return next
    }

    /// Puts the job in line again, for the host that the response named.
    private func follow(_ job: FetchJob, to next: TargetURL, clock: TransferClock?, now: Moment) {
        counts.redirects += 1
        var clock = clock
        clock?.legEnded(at: now)
        job.clock = clock
        job.redirects += 1
        job.target = next
        putInLine(job, first: true, now: now)
    }
}
