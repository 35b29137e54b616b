// From a request to a running transfer: check, wait in line, look the name up, start.

internal import Synchronization
internal import URLs

extension FetchLoop {
    /// URLs checked in one turn; more would keep sockets waiting.
    private static let arrivalsPerTurn = 512
    /// Transfers started in one turn.
    private static let startsPerTurn = 128

    /// Checks URLs that came in and puts them in line.
    func takeArrivals() {
        var left = Self.arrivalsPerTurn
        while left > 0, nextArrival < arrivals.count {
            let request = arrivals[nextArrival]
            nextArrival += 1
            left -= 1
            do {
                let target = try allowed(try parser.parse(request.url))
                putInLine(
                    FetchJob(
                        id: request.id, target: target,
                        referer: request.referer.flatMap { Referer($0, parser: parser) }))
            } catch {
                counts.finished += 1
                deliver(
                    FetchResult(
                        id: request.id, outcome: .failure(error), httpStatus: nil, finalURL: nil, attempts: 0,
                        duration: .zero))
            }
        }
        if nextArrival == arrivals.count {
            arrivals = []
            nextArrival = 0
        }
    }

    /// The URL that was read, unless it must not be asked for.
    func allowed(_ reading: @autoclosure () throws(URLError) -> TargetURL) throws(FetchError) -> TargetURL {
        let target: TargetURL
        do {
            target = try reading()
        } catch {
            throw FetchError(error)
        }
        if let urlPolicy, urlPolicy.refuses(name: target.name) { throw .excluded }
        return target
    }

    /// Whether another transfer could start at once.
    var mayAdmitMore: Bool {
        hasSlot && queue.canStart && !resolver.isCongested && hasMemoryForOneMore()
    }

    /// Starts what the limits on transfers, hosts and memory allow.
    func admit() {
        var left = Self.startsPerTurn
        while left > 0, mayAdmitMore, let (job, host) = queue.next(now: now) {
            left -= 1
            start(job, host: host)
        }
    }

    private func hasMemoryForOneMore() -> Bool {
        // A body larger than the whole budget may come when nothing else is held. Bodies that were delivered are
        // held by others, who let go of them without waiting for us.
        if budget.used == 0 || budget.hasRoom(for: admissionBytes) { return true }
        budget.awaitRelease()
        return budget.used == 0 || budget.hasRoom(for: admissionBytes)
    }

    /// What a transfer reserves when it starts: a mean body, or its share of the budget where more are to be in flight at
    /// once than bodies of `commonBytes` fit in. What comes beyond that finds room when it comes, or waits for it.
    private var admissionBytes: Int {
        let share = budget.limitBytes / options.maximumInFlight
        // A body that begins in less than it needs is moved when it grows.
        return share < Self.commonBytes ? min(expectedBodyBytes, max(4096, share)) : expectedBodyBytes
    }

    private static let commonBytes = 64 << 10

    private func start(_ job: FetchJob, host: HostQueue<FetchJob>.HostIndex) {
        let transfer: Transfer
        if let free = idle.popLast() {
            transfer = free
            transfer.serve(job, host: host, now: now)
        } else {
            do {
                transfer = Transfer(easy: try EasyHandle(), loop: self, job: job, host: host, now: now)
            } catch {
                queue.finished(host, .nothing, begin: now, now: now)
                conclude(job, .failure(error))
                return
            }
        }
        if var clock = job.clock {
            clock.legStarted(at: now)
            transfer.clock = clock
        } else {
            job.attempts += 1
            if job.attempts > 1 { counts.retries += 1 }
        }
        if job.start == nil { job.start = now }
        lastTicket += 1
        transfer.ticket = lastTicket
        transfer.position = active.count
        active.append(transfer)
        transfer.reservedBytes = admissionBytes
        budget.reserveForTransfer(transfer.reservedBytes)
        findAddress(transfer)
    }

    /// Starts the transfer if its host needs no look-up or is known, else waits for the name.
    private func findAddress(_ transfer: Transfer) {
        let target = transfer.job.target
        if let address = target.address, !policy.allows(address) {
            end(transfer, .failure(.refused(address)))
            return
        }
        let next = route(target)
        if next.address != nil {
            connect(transfer, addresses: [], generation: 0)
            return
        }
        switch names.ask(next.host, waiter: LookUpWaiter(transfer: transfer, ticket: transfer.ticket), now: now) {
        case .answer(let answer): nameFound(transfer, answer)
        case .wait: break
        case .lookUp:
            counts.lookUps += 1
            resolver.lookUp(next.host, now: now)
        }
    }

    /// What the transfer connects to first: the proxy, or the URL's own host.
    func route(_ target: TargetURL) -> TargetURL {
        proxies.proxy(for: target).flatMap { proxyTargets[$0] } ?? target
    }

    /// Gives look-ups that ended to those who wait for them.
    func takeSettledNames() {
        for settled in resolver.takeSettled() {
            if let failure = settled.failure { counts.add(failure) }
            let (waiters, answer) = names.settle(
                settled.name, outcome: settled.outcome, lifetimeNanoseconds: settled.lifetimeNanoseconds, now: now)
            for waiter in waiters where waiter.transfer.ticket == waiter.ticket {
                nameFound(waiter.transfer, answer)
            }
        }
    }

    private func nameFound(_ transfer: Transfer, _ answer: NameCache<LookUpWaiter>.Answer) {
        switch answer.outcome {
        case .failure(let error): end(transfer, .failure(error))
        case .success(let addresses):
            // The proxy itself may stand in a private network; what it reaches is not ours to see.
            if proxies.proxy(for: transfer.job.target) != nil {
                connect(transfer, addresses: addresses, generation: answer.generation)
                return
            }
            let allowed = addresses.filter { policy.allows($0) }
            if allowed.isEmpty, let refused = addresses.first {
                end(transfer, .failure(.refused(refused)))
            } else {
                connect(transfer, addresses: allowed, generation: answer.generation)
            }
        }
    }

    private func connect(_ transfer: Transfer, addresses: [IPAddress], generation: UInt64) {
        let target = transfer.job.target
        let proxy = proxies.proxy(for: target)
        var lines: [String] = []
        transfer.connectsToAddress = addresses.isEmpty
        if !addresses.isEmpty {
            let origin = route(target).origin
            lines = pins.pin(origin, addresses: addresses, generation: generation)
            transfer.pinned = origin
        }
        transfer.setURL(resolveLines: lines, proxy: proxy)
        transfer.clock.connecting(at: now)
        guard !transfer.mustNotStart, multi.add(transfer.easy) else {
            end(transfer, .failure(FetchError(.unexpected, "libcurl refused the transfer")))
            return
        }
        transfer.isRunning = true
    }

    /// libcurl has taken the addresses that it was given for this transfer.
    func confirmPin(_ transfer: Transfer) {
        if let origin = transfer.pinned { pins.confirm(origin) }
    }
}
