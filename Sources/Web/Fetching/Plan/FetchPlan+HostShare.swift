// The limits of hosts as they are divided among several processes.

internal import Ground

extension FetchPlan {
    /// Follows a change of the part that this process may use, and says when it is kept.
    func followHostShare(now: Moment) {
        guard let share = options.hostShare else { return }
        let divisor = share.divisor
        if divisor != hostDivisor {
            hostDivisor = divisor
            queue.change(HostRules(options, dividedBy: divisor), now: now)
        }
        if share.inForce != divisor, queue.keepsRules { share.isInForce(divisor) }
    }
}
