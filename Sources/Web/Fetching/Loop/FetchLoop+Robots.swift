// Asks a server's robots.txt before anything else of that server, when that is wanted.

internal import Ground
internal import URLs

extension FetchLoop {
    /// Puts a job in line for its host, once the host's robots.txt allows it. Until that is known the job waits
    /// there, without a slot: no other host waits with it.
    ///
    /// - Parameter first: whether it goes before the others, because it continues work that was begun.
    func putInLine(_ job: FetchJob, first: Bool = false) {
        guard options.robotsTxt == .respect, job.robotsTxtOf == nil else {
            queue.add(job, host: job.target.origin, first: first, now: now)
            return
        }
        let site = job.target.site
        switch robotsTxts.ask(site, waiter: job, now: now) {
        case .answer(let robotsTxt): goOn(job, robotsTxt, first: first)
        case .wait: break
        case .fetch: fetchRobotsTxt(of: job.target, site: site)
        }
    }

    private func goOn(_ job: FetchJob, _ robotsTxt: RobotsTxt, first: Bool) {
        if let refusal = robotsTxt.refusal(of: job.target) {
            conclude(job, .failure(refusal))
        } else {
            queue.add(job, host: job.target.origin, first: first, now: now)
        }
    }

    private func fetchRobotsTxt(of target: TargetURL, site: String) {
        do {
            let job = FetchJob(id: 0, target: try parser.robotsTxt(of: target))
            job.robotsTxtOf = site
            queue.add(job, host: job.target.origin, first: true, now: now)
        } catch {
            settle(.unreachable(FetchError(error)), of: site)
        }
    }

    /// The end of a fetch for a robots.txt.
    func robotsTxtCame(_ job: FetchJob, of site: String, _ outcome: Result<FetchedBody, FetchError>) {
        switch outcome {
        case .success(let body):
            let rules = body.buffer.withUnsafeBytes { RobotsRules($0, tokens: productTokens) }
            settle(.rules(rules), of: site)
        case .failure(let error): settle(RobotsTxt(failure: error, wasRedirected: job.redirects > 0), of: site)
        }
    }

    private func settle(_ robotsTxt: RobotsTxt, of site: String) {
        for job in robotsTxts.settle(site, robotsTxt, now: now) { goOn(job, robotsTxt, first: job.redirects > 0) }
    }
}
