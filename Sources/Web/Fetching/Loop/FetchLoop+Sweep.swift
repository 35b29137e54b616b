// What the loop looks at several times a second: time limits, and transfers that wait for memory.

internal import CCurl

extension FetchLoop {
    /// Ends every transfer whose time is over.
    func sweep() {
        nextSweep = now + sweepNanoseconds
        if resolver.isBusy {
            resolver.checkTimeouts(now: now)
            counts.nameServers = resolver.counts
        }
        // From the back: ending one moves the last into its place.
        var position = active.count - 1
        while position >= 0 {
            if position < active.count {
                let transfer = active[position]
                if let expiry = transfer.clock.expiry(at: now, limits: limits) {
                    end(transfer, .failure(.timeout(expiry, deadline: options.deadline)))
                }
            }
            position -= 1
        }
    }

    /// Longest time a connection is kept idle.
    static let idleSeconds = 30

    /// Whether the connection of a transfer is worth keeping.
    ///
    /// Left alone, libcurl 7.88 keeps every connection up to its limit, and from then on walks all of them at
    /// the end of each transfer to find the oldest: 0.5 ms for each when every URL has its own host.
    func keepsConnection(of transfer: Transfer) -> Bool {
        queue.hasWaiting(transfer.host) || poller.openConnections < active.count + options.maximumIdleConnections
    }

    /// Whether a transfer may take memory beyond what was reserved for it.
    func mayGrow(_ transfer: Transfer) -> Bool {
        if privileged === transfer || budget.used < budget.limitBytes { return true }
        if privileged == nil && budget.isHeldByTransfersOnly {
            privileged = transfer
            return true
        }
        return false
    }

    /// A transfer stops reading until there is memory.
    func pause(_ transfer: Transfer) {
        pausedLine.append(transfer)
        counts.paused = pausedLine.count
    }

    /// Resumes paused transfers: all of them if there is memory, otherwise one if nobody else will give memory back.
    func resumePaused() {
        var next = 0
        while next < pausedLine.count {
            if budget.used >= budget.limitBytes {
                budget.awaitRelease()
                if budget.used >= budget.limitBytes, privileged != nil || !budget.isHeldByTransfersOnly { break }
            }
            let transfer = pausedLine[next]
            next += 1
            guard transfer.isPaused else { continue }
            transfer.isPaused = false
            transfer.clock.resumed(at: now)
            if budget.used >= budget.limitBytes { privileged = transfer }
            curl_easy_pause(transfer.easy.pointer, CURLPAUSE_CONT)
        }
        pausedLine.removeFirst(next)
        counts.paused = pausedLine.count
    }
}
