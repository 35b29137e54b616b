// What the loop looks at several times a second: time limits.

extension FetchLoop {
    /// Ends every transfer whose time is over.
    func sweep() {
        nextSweep = now + sweepNanoseconds
        counts.pausedHosts = plan.queue.pauses.now(now)
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
}
