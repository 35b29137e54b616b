// Which waiting request may start next.

internal import DequeModule
internal import Ground

/// Requests waiting per host, admitted in turn over the hosts, each within its host's limits; a host for which many
/// wait may start several in its turn.
///
/// Every operation takes constant time, but for hosts that wait for a moment: they stand in a heap, and
/// are taken out and put in again in logarithmic time. Requests are linked through one pool of nodes, hosts
/// that may start something stand in one ring, and a host without requests or trouble is forgotten.
struct HostQueue<Element> {
    /// A host while it is known; valid until its last element has finished.
    typealias HostIndex = Int32

    private struct Host {
        var key: String
        var limits: HostLimits
        var first: Int32 = -1
        var last: Int32 = -1
        var waiting: Int32 = 0
        var inFlight: Int32 = 0
        /// How many more may start before it is the next host's turn.
        var startsLeft: Int32 = 0
        var nextReady: Int32 = -1
        var isReady = false
        /// Whether it stands in `timed`, once at most.
        var isTimed = false
        /// Whether it is kept for its trouble alone.
        var isRemembered = false
        /// Whether it stands in `forgetting`, once at most.
        var isForgetting = false
        /// Whether its line was mixed since it came into doubt.
        var isMixed = false
        /// How many of those asked again may go before the others in this doubt.
        var witnesses: Int32 = 0
    }

    /// Elements of a host that was given up, linked.
    private struct Refused {
        var first: Int32
        let reason: FetchError
    }

    /// A host may start one more in its turn for each of these that wait for it, within `mostStartsInTurn`: with one
    /// each, the hosts of many would come to their end long after all others.
    private static var waitingForStart: Int32 { 16 }
    private static var mostStartsInTurn: Int32 { 8 }

    private static var witnesses: Int32 { 12 }

    /// Hosts kept for their trouble alone; beyond this many they are forgotten at once.
    private static var maximumRemembered: Int { 65_536 }

    private(set) var rules: HostRules
    private var lines = LinePool<Element>()
    private var hosts: ContiguousArray<Host> = []
    private var freeHosts: [Int32] = []
    private var indices: [String: Int32] = [:]
    private var firstReady: Int32 = -1
    private var lastReady: Int32 = -1
    private var timed = DueQueue<Moment, HostIndex>()
    private var forgetting = DueQueue<Moment, HostIndex>()
    private var remembered = 0
    private var refused: Deque<Refused> = []
    private var chance = SeededBits(seed: 0x1159)
    /// Hosts that are asked nothing for now.
    private(set) var pauses = HostPauses()

    /// Elements that wait, those of hosts given up among them until `takeRefused` gives them out.
    private(set) var waiting = 0

    init(_ rules: HostRules) { self.rules = rules }

    /// - Parameter limit: elements of one host in flight at once, at least 1.
    init(limit: Int) {
        var rules = HostRules()
        rules.maximumConnections = Int32(clamping: max(1, limit))
        self.init(rules)
    }

    /// Other limits hold for each host from now on. Takes time by the number of hosts.
    mutating func change(_ rules: HostRules, now: Moment) {
        for host in indices.values { hosts[Int(host)].limits.change(from: self.rules, to: rules) }
        self.rules = rules
        for host in Array(indices.values) { review(host, now: now) }
    }

    /// Whether no host has more in flight than the limits allow. Takes time by the number of hosts.
    var keepsRules: Bool { indices.values.allSatisfy { hosts[Int($0)].inFlight <= rules.maximumConnections } }

    /// Hosts with anything waiting, in flight, or remembered for their trouble.
    var knownHosts: Int { indices.count }

    /// Hosts with anything waiting or in flight.
    var busyHosts: Int { indices.count - remembered }

    /// Adds an element after the others of its host, or before them if it continues work that was begun.
    mutating func add(
        _ element: Element, host key: String, first: Bool = false, isAgain: Bool = false, now: Moment
    ) {
        let host = intern(key)
        let node = lines.add(element)
        let slot = Int(host)
        var first = first
        if isAgain, hosts[slot].witnesses > 0 {
            hosts[slot].witnesses -= 1
            first = true
        }
        waiting += 1
        hosts[slot].waiting += 1
        if hosts[slot].first < 0 {
            hosts[slot].first = node
            hosts[slot].last = node
        } else if first {
            lines[next: node] = hosts[slot].first
            hosts[slot].first = node
        } else {
            lines[next: hosts[slot].last] = node
            hosts[slot].last = node
        }
        review(host, now: now)
    }

    /// Takes the next element that may start; its host counts it as in flight until `finished`.
    mutating func next(now: Moment) -> (element: Element, host: HostIndex)? {
        while firstReady >= 0 {
            let host = firstReady
            let slot = Int(host)
            firstReady = hosts[slot].nextReady
            if firstReady < 0 { lastReady = -1 }
            hosts[slot].isReady = false
            // Since it came into the ring it may have been given up or asked for a rest.
            guard hosts[slot].first >= 0, hosts[slot].limits.verdict(inFlight: hosts[slot].inFlight, at: now) == .now
            else {
                review(host, now: now)
                continue
            }
            let node = hosts[slot].first
            hosts[slot].first = lines[next: node]
            if hosts[slot].first < 0 { hosts[slot].last = -1 }
            hosts[slot].inFlight += 1
            hosts[slot].limits.started(inFlight: hosts[slot].inFlight, at: now, rules)
            waiting -= 1
            takeTurn(host, now: now)
            guard let element = lines.remove(node) else { return nil }
            return (element, host)
        }
        return nil
    }

    /// One of `host` started: the host stays first in the ring as long as its turn lasts.
    private mutating func takeTurn(_ host: HostIndex, now: Moment) {
        let slot = Int(host)
        if hosts[slot].startsLeft == 0 {
            let share = hosts[slot].waiting / Self.waitingForStart
            hosts[slot].startsLeft = min(max(share, 1), Self.mostStartsInTurn)
        }
        hosts[slot].waiting -= 1
        hosts[slot].startsLeft -= 1
        guard hosts[slot].startsLeft > 0, hosts[slot].first >= 0,
            hosts[slot].limits.verdict(inFlight: hosts[slot].inFlight, at: now) == .now
        else {
            hosts[slot].startsLeft = 0
            review(host, now: now)
            return
        }
        hosts[slot].isReady = true
        hosts[slot].nextReady = firstReady
        firstReady = host
        if lastReady < 0 { lastReady = host }
    }

    /// Ends one element of `host` that `next` gave out at `begin`.
    ///
    /// - Parameter isAgain: whether an earlier attempt for the element had failed.
    /// - Returns: why the host is given up, if it is.
    @discardableResult
    mutating func finished(
        _ host: HostIndex, _ outcome: HostOutcome = .answered, begin: Moment, isAgain: Bool = false, now: Moment
    ) -> FetchError? {
        let slot = Int(host)
        hosts[slot].inFlight -= 1
        hosts[slot].limits.ended(
            outcome, begin: begin, isAgain: isAgain, inFlight: hosts[slot].inFlight, at: now, rules)
        pauses.note(hosts[slot].key, hosts[slot].limits, now: now)
        mixInDoubt(slot)
        let givenUp = hosts[slot].limits.isGivenUp(at: now) ? hosts[slot].limits.reason : nil
        review(host, now: now)
        return givenUp
    }

    /// Whether `next` may give something.
    var canStart: Bool { firstReady >= 0 }

    /// Whether `takeRefused` would give something.
    var hasRefused: Bool { !refused.isEmpty }

    /// When a host's rest or its place in the rate is over; `wake` is to be called then.
    var firstDue: Moment? { timed.firstDue }

    /// Ends the pauses that are over, and forgets old trouble.
    mutating func wake(now: Moment) {
        while let host = forgetting.next(now: now) {
            hosts[Int(host)].isForgetting = false
            review(host, now: now)
        }
        while let host = timed.next(now: now) {
            hosts[Int(host)].isTimed = false
            review(host, now: now)
        }
    }

    /// Takes an element whose host was given up, and why.
    mutating func takeRefused() -> (element: Element, reason: FetchError)? {
        guard let first = refused.first else { return nil }
        let node = first.first
        refused[0].first = lines[next: node]
        if refused[0].first < 0 { refused.removeFirst() }
        waiting -= 1
        return lines.remove(node).map { ($0, first.reason) }
    }

    /// Whether elements of `host` wait.
    func hasWaiting(_ host: HostIndex) -> Bool { hosts[Int(host)].first >= 0 }

    /// The limits of a host, for tests.
    func limits(of key: String) -> HostLimits? { indices[key].map { hosts[Int($0)].limits } }

    private mutating func intern(_ key: String) -> HostIndex {
        if let known = indices[key] { return known }
        let host: HostIndex
        if let free = freeHosts.popLast() {
            host = free
            hosts[Int(free)] = Host(key: key, limits: HostLimits(rules))
        } else {
            host = HostIndex(hosts.count)
            hosts.append(Host(key: key, limits: HostLimits(rules)))
        }
        indices[key] = host
        return host
    }

    /// Puts a host where it belongs now: into the ring, among the timed, nowhere, or out of memory.
    private mutating func review(_ host: HostIndex, now: Moment) {
        let slot = Int(host)
        if hosts[slot].first < 0 {
            if hosts[slot].inFlight == 0, !hosts[slot].isReady, !hosts[slot].isTimed, !hosts[slot].isForgetting {
                remember(host, now: now)
            }
            return
        }
        if hosts[slot].isRemembered {
            hosts[slot].isRemembered = false
            remembered -= 1
        }
        if hosts[slot].limits.isGivenUp(at: now), let reason = hosts[slot].limits.reason {
            refused.append(Refused(first: hosts[slot].first, reason: reason))
            hosts[slot].first = -1
            hosts[slot].last = -1
            hosts[slot].waiting = 0
            review(host, now: now)
            return
        }
        guard !hosts[slot].isReady else { return }
        switch hosts[slot].limits.verdict(inFlight: hosts[slot].inFlight, at: now) {
        case .now:
            hosts[slot].isReady = true
            hosts[slot].nextReady = -1
            if lastReady >= 0 { hosts[Int(lastReady)].nextReady = host } else { firstReady = host }
            lastReady = host
        case .later: break
        case .notBefore(let due):
            // One that is already timed is looked at again when that moment comes: dues never become sooner.
            guard !hosts[slot].isTimed else { return }
            hosts[slot].isTimed = true
            timed.add(host, due: due)
        }
    }

    /// Keeps an idle host as long as its trouble is worth it.
    private mutating func remember(_ host: HostIndex, now: Moment) {
        let slot = Int(host)
        let isKnown = hosts[slot].isRemembered
        if let until = hosts[slot].limits.memorable(at: now, rules),
            isKnown || remembered < Self.maximumRemembered
        {
            if !isKnown { remembered += 1 }
            hosts[slot].isRemembered = true
            hosts[slot].isForgetting = true
            forgetting.add(host, due: until)
            return
        }
        if isKnown { remembered -= 1 }
        indices[hosts[slot].key] = nil
        hosts[slot].key = ""
        hosts[slot].isRemembered = false
        freeHosts.append(host)
    }

    /// Where bad URLs stand together in a list, the next few would show a bad host: they are taken from all over its
    /// line, once for each doubt.
    private mutating func mixInDoubt(_ slot: Int) {
        let isInDoubt = hosts[slot].limits.isInDoubt
        guard isInDoubt != hosts[slot].isMixed else { return }
        hosts[slot].isMixed = isInDoubt
        hosts[slot].witnesses = isInDoubt ? Self.witnesses : 0
        let count = Int(hosts[slot].waiting)
        guard isInDoubt, count > 2 else { return }
        (hosts[slot].first, hosts[slot].last) = lines.shuffle(from: hosts[slot].first, count: count, using: &chance)
    }
}
