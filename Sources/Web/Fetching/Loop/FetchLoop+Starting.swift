// From an attempt to a running transfer: find the address, start.

internal import DequeModule
internal import Ground
internal import URLs

extension FetchLoop {
    /// Transfers started in one turn; more would keep sockets waiting.
    private static let startsPerTurn = 128
    /// Transfers that may wait for bandwidth before nothing is started any more: enough for the next moment.
    private static let mostThrottled = 32

    /// Whether another transfer may be in flight at all, whatever waits.
    var hasSlot: Bool {
        guard plan.admission.hasSlot, !inbox.wantsDrain else { return false }
        guard let bandwidth = wire.bandwidth else { return true }
        return throttledLine.count < Self.mostThrottled && !bandwidth.isInDebt(now: now)
    }

    /// Whether another transfer could start at once.
    var mayStartMore: Bool {
        hasSlot && plan.canStart && !resolver.isCongested && wire.memory.hasRoomForOneMore()
    }

    /// Whether slots are free and nothing that waits may take them: their hosts are at their limits, or the time
    /// of their next attempt has not come.
    var isStarving: Bool {
        hasSlot && !plan.canStart && !plan.hasArrivals && inbox.count == 0 && wire.memory.pressure == .none
    }

    /// Starts what the limits on transfers, hosts and memory allow.
    func startTransfers() {
        var left = Self.startsPerTurn
        while left > 0, mayStartMore, let attempt = plan.next(now: now) {
            left -= 1
            start(attempt)
        }
        plan.admission.noteEnd(canStart: plan.canStart)
        if isStarving, plan.admission.asksForMore(now: now) { askForMore() }
    }

    private func start(_ attempt: FetchPlan.Attempt) {
        let transfer: Transfer
        lastTicket += 1
        if let free = idle.popLast() {
            transfer = free
            transfer.serve(attempt, ticket: lastTicket)
        } else {
            do {
                transfer = Transfer(easy: try EasyHandle(), wire: wire, attempt: attempt, ticket: lastTicket)
            } catch {
                plan.ended(attempt, AttemptEnd(.failure(error)), now: now)
                return
            }
        }
        transfer.position = active.count
        active.append(transfer)
        wire.transfers = active.count
        transfer.reservedBytes = wire.memory.admissionBytes
        budget.reserveForTransfer(transfer.reservedBytes)
        findAddress(transfer)
    }

    /// Starts the transfer if its host needs no look-up or is known, else waits for the name.
    private func findAddress(_ transfer: Transfer) {
        let target = transfer.job.target
        if let address = target.address, !plan.urls.policy.allows(address) {
            end(transfer, .failure(.refused(address)))
            return
        }
        let next = wire.routes.first(for: target)
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
            if wire.routes.proxy(for: transfer.job.target) != nil {
                connect(transfer, addresses: addresses, generation: answer.generation)
                return
            }
            let allowed = addresses.filter { plan.urls.policy.allows($0) }
            if allowed.isEmpty, let refused = addresses.first {
                end(transfer, .failure(.refused(refused)))
            } else {
                connect(transfer, addresses: allowed, generation: answer.generation)
            }
        }
    }

    private func connect(_ transfer: Transfer, addresses: [IPAddress], generation: UInt64) {
        let target = transfer.job.target
        var lines: [String] = []
        transfer.connectsToAddress = addresses.isEmpty
        if !addresses.isEmpty {
            let origin = wire.routes.first(for: target).origin
            lines = wire.pins.pin(origin, addresses: addresses, generation: generation)
            transfer.pinned = origin
        }
        transfer.setURL(resolveLines: lines, proxy: wire.routes.proxy(for: target))
        transfer.clock.connecting(at: now)
        guard !transfer.mustNotStart, multi.add(transfer.easy) else {
            end(transfer, .failure(FetchError(.unexpected, "libcurl refused the transfer")))
            return
        }
        transfer.isRunning = true
    }
}
