// The limits of hosts, divided among the workers that there are.

internal import Glibc
internal import Ground
internal import Synchronization

/// What a worker knows of its part of the limits.
struct SharedLimits: Sendable {
    var division = LimitDivision()
    var share: (any LimitShare)?
}

extension DatasetWorker {
    /// Divides the limits of hosts among the workers of the dataset from now on, as they come and go. Returns when the
    /// first request may start: when those that run have made room.
    ///
    /// - Parameter goesOn: asked again and again; false ends the wait.
    /// - Returns: false if the wait was ended, or others did not make room in the time of a lease.
    package func shareLimits(_ share: any LimitShare, goesOn: () -> Bool) throws(ShardError) -> Bool {
        limits.withLock { $0.share = share }
        let giveUp = ContinuousClock.now + .seconds(leases.seconds + 2 * LeaseRules.slackSeconds)
        while goesOn(), ContinuousClock.now < giveUp {
            if try lookAtWorkers() { return true }
            usleep(100_000)
        }
        return false
    }

    /// One look at the other workers, and what follows from it.
    ///
    /// - Returns: whether requests may start.
    @discardableResult
    func lookAtWorkers() throws(ShardError) -> Bool {
        guard let share = limits.withLock(\.share) else { return true }
        while true {
            let others = try Self.running(in: leases.place)
                .filter { $0.process.token != ProcessIdentity.current.token }.compactMap(\.sharers)
            let inForce = share.inForce
            let (action, mayBegin) = limits.withLock { limits in
                let action = limits.division.look(live: others.count + 1, inForce: inForce)
                return (action, limits.division.mayBegin(live: others.count + 1, others: others))
            }
            switch action {
            case .apply(let count): share.divide(among: count)
            case .declare(let count): leases.declare(sharers: count, in: Self.lease(of: name))
            case nil: return mayBegin
            }
        }
    }
}
