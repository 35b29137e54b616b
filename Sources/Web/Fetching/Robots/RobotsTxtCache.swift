// Each server's robots.txt, and who waits for those being fetched.

internal import DequeModule

/// A robots.txt by server, for its time; one fetch for each however many wait.
///
/// What was fetched longest ago goes when there are more than `capacity`, or more than `maximumBytes` of rules.
struct RobotsTxtCache<Waiter> {
    /// What to do for somebody who wants to fetch from a server.
    enum Reply {
        case answer(RobotsTxt)
        /// It is being fetched; the waiter is kept.
        case wait
        /// Nobody fetches it yet: do; the waiter is kept.
        case fetch
    }

    private struct Known {
        let robotsTxt: RobotsTxt
        let until: Moment
    }

    private let capacity: Int
    private let maximumBytes: Int
    private var known: [String: Known] = [:]
    private var waiters: [String: [Waiter]] = [:]
    /// Sites as they became known, those that are forgotten first.
    private var order: Deque<String> = []
    private var heldBytes = 0

    /// Those who wait.
    private(set) var waiting = 0
    /// Servers whose robots.txt is known.
    var count: Int { known.count }

    init(capacity: Int = 20_000, maximumBytes: Int = 64 << 20) {
        self.capacity = max(1, capacity)
        self.maximumBytes = maximumBytes
    }

    /// Asks for the robots.txt of `site` on behalf of `waiter`.
    mutating func ask(_ site: String, waiter: @autoclosure () -> Waiter, now: Moment) -> Reply {
        if let found = known[site] {
            if now < found.until { return .answer(found.robotsTxt) }
            forget(site)
        }
        waiting += 1
        let isFirst = waiters[site] == nil
        waiters[site, default: []].append(waiter())
        return isFirst ? .fetch : .wait
    }

    /// Ends the fetch for `site`; gives those who waited.
    mutating func settle(_ site: String, _ robotsTxt: RobotsTxt, now: Moment) -> [Waiter] {
        let told = waiters.removeValue(forKey: site) ?? []
        waiting -= told.count
        forget(site)
        known[site] = Known(robotsTxt: robotsTxt, until: now + robotsTxt.lifetimeNanoseconds)
        heldBytes += robotsTxt.sizeBytes
        order.append(site)
        while known.count > 1, known.count > capacity || heldBytes > maximumBytes, let oldest = order.popFirst() {
            forget(oldest)
        }
        return told
    }

    private mutating func forget(_ site: String) {
        if let gone = known.removeValue(forKey: site) { heldBytes -= gone.robotsTxt.sizeBytes }
    }
}
