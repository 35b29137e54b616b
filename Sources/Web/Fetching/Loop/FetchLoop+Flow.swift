// How much the loop has in flight: its limit, the bandwidth, and the wish for more rows.

internal import CCurl

extension FetchLoop {
    /// Whether another transfer may be in flight at all, whatever waits.
    var hasSlot: Bool {
        guard inFlight < flow.limit.value else { return false }
        guard let bandwidth = flow.bandwidth else { return true }
        return flow.throttledLine.count < FlowState.mostThrottled && !bandwidth.isInDebt(now: now)
    }

    /// Lets the limit follow what happened; before admission.
    func adjustLimit() {
        guard now >= flow.limit.nextStep else { return }
        var figures = ConcurrencyLimit.Figures()
        figures.inFlight = inFlight
        figures.isBinding = flow.isBinding
        figures.answers = flow.answers
        figures.troubles = flow.troubles
        figures.bytes = counts.receivedBytes
        figures.pressure = pressure
        flow.limit.step(figures, now: now)
        flow.isBinding = false
    }

    /// Notes whether the limit was in the way, and asks for more rows when nothing else is; after admission.
    func noteAdmission() {
        let isFull = inFlight >= flow.limit.value
        if isFull, queue.canStart { flow.isBinding = true }
        guard starves else { return }
        guard flow.hasArrivals || now >= flow.nextTelling else { return }
        flow.hasArrivals = false
        flow.nextTelling = now + FlowState.tellingNanoseconds
        tellStarving()
    }

    /// Whether slots are free and nothing that waits may take them: their hosts are at their limits, or the time
    /// of their next attempt has not come.
    var starves: Bool {
        hasSlot && !queue.canStart && nextArrival == arrivals.count && inbox.count == 0 && pressure == .none
    }

    /// What the bodies that were delivered and not yet used say.
    private var pressure: ConcurrencyLimit.Pressure {
        let waiting = budget.deliveredBytes
        if waiting > budget.limitBytes / 2 { return .spent }
        return waiting > budget.limitBytes / 4 ? .busy : .none
    }

    /// The next moment at which something here is to be done; nil when sockets and the sweep suffice.
    var flowDue: Moment? {
        var due: Moment?
        if flow.isBinding { due = flow.limit.nextStep }
        if starves { due = min(due ?? flow.nextTelling, flow.nextTelling) }
        if let bandwidth = flow.bandwidth, !flow.throttledLine.isEmpty || queue.canStart {
            let refilled = bandwidth.due(now: now)
            if refilled > now { due = min(due ?? refilled, refilled) }
        }
        return due
    }

    /// Whether a transfer must wait for bandwidth before it may take what has come.
    func mustThrottle(_ transfer: Transfer) -> Bool {
        guard let bandwidth = flow.bandwidth, bandwidth.isSpent(now: now) else { return false }
        flow.throttledLine.append((transfer, transfer.ticket))
        return true
    }

    /// Resumes transfers that wait for bandwidth, one after the other, as long as there is some.
    func resumeThrottled() {
        guard let bandwidth = flow.bandwidth, !flow.throttledLine.isEmpty, bandwidth.due(now: now) <= now else {
            return
        }
        // Those that must wait again stand behind the others.
        let line = flow.throttledLine
        flow.throttledLine.removeAll(keepingCapacity: true)
        var next = 0
        while next < line.count, !bandwidth.isSpent(now: now) {
            let (transfer, ticket) = line[next]
            next += 1
            guard transfer.ticket == ticket, transfer.isPaused else { continue }
            transfer.isPaused = false
            transfer.clock.resumed(at: now)
            curl_easy_pause(transfer.easy.pointer, CURLPAUSE_CONT)
        }
        flow.throttledLine.insert(contentsOf: line[next...], at: 0)
    }
}
