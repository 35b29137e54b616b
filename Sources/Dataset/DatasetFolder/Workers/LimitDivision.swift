// Among how many workers one of them divides the limits of hosts, as workers come and go.

/// Decides without files and clocks: what is seen in, what is to be done out.
///
/// A worker that finds one more divides further at once, and says so once no host has more of its requests than that. A
/// worker that comes asks no host before all others have said so. Who finds fewer says that first, looks once more, and
/// only then takes more: one that comes in between sees what it said, or is seen. So the limits of all workers together
/// are never more than those of one.
package struct LimitDivision: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        /// Divide by so many from now on.
        case apply(Int)
        /// Say in the lease that it is divided by so many.
        case declare(Int)
    }

    package private(set) var applied: Int
    package private(set) var declared: Int

    /// A worker that asks no host yet.
    package init() {
        applied = 1
        declared = 0
    }

    /// - Parameters:
    ///   - live: the workers that there are, this one among them.
    ///   - inForce: by how many the requests in flight are divided.
    package mutating func look(live: Int, inForce: Int) -> Action? {
        let live = max(1, live)
        if live > applied {
            applied = live
            return .apply(live)
        }
        if live < applied, declared <= live, declared > 0 {
            applied = live
            return .apply(live)
        }
        if live < applied {
            declared = live
            return .declare(live)
        }
        guard inForce == applied, declared != applied else { return nil }
        declared = applied
        return .declare(applied)
    }

    /// Whether the first request may start.
    ///
    /// - Parameter others: what the other workers declare.
    package func mayBegin(live: Int, others: [Int]) -> Bool {
        declared >= live && applied >= live && others.allSatisfy { $0 == 0 || $0 >= live }
    }
}
