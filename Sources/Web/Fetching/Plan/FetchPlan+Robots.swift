// Asks a server's robots.txt before anything else of that server, when that is wanted.

internal import Ground
internal import URLs

extension FetchPlan {
    /// Puts a job in line for its host, once the host's robots.txt allows it. Until that is known the job waits
    /// there, without a slot: no other host waits with it.
    ///
    /// - Parameter first: whether it goes before the others, because it continues work that was begun.
    func putInLine(_ job: FetchJob, first: Bool = false, now: Moment) {
        guard options.robotsTxt == .respect, job.robotsTxtOf == nil else {
            queue.add(job, host: job.target.origin, first: first, now: now)
            return
        }
        let site = job.target.site
        switch robotsTxts.ask(site, waiter: job, now: now) {
        case .answer(let robotsTxt): follow(robotsTxt, job, first: first, now: now)
        case .wait: break
        case .fetch: fetchRobotsTxt(of: job.target, site: site, now: now)
        }
    }

    /// The end of a fetch for a robots.txt.
    func robotsTxtCame(
        _ job: FetchJob, of site: String, _ outcome: Result<FetchedBody, FetchError>, now: Moment
    ) {
        switch outcome {
        case .success(let body):
            let rules = body.buffer.withUnsafeBytes { RobotsRules($0, tokens: productTokens) }
            learn(.rules(rules), of: site, now: now)
        case .failure(let error):
            learn(RobotsTxt(failure: error, wasRedirected: job.redirects > 0), of: site, now: now)
        }
    }

    private func follow(_ robotsTxt: RobotsTxt, _ job: FetchJob, first: Bool, now: Moment) {
        if let refusal = robotsTxt.refusal(of: job.target) {
            conclude(job, .failure(refusal), now: now)
        } else {
            queue.add(job, host: job.target.origin, first: first, now: now)
        }
    }

    private func fetchRobotsTxt(of target: TargetURL, site: String, now: Moment) {
        do {
            let job = FetchJob(id: 0, target: try urls.parser.robotsTxt(of: target))
            job.robotsTxtOf = site
            queue.add(job, host: job.target.origin, first: true, now: now)
        } catch {
            learn(.unreachable(FetchError(error)), of: site, now: now)
        }
    }

    private func learn(_ robotsTxt: RobotsTxt, of site: String, now: Moment) {
        for job in robotsTxts.settle(site, robotsTxt, now: now) {
            follow(robotsTxt, job, first: job.redirects > 0, now: now)
        }
    }
}
