// All look-ups in flight, as a value: which query goes to which server when, and when a look-up has ended.

internal import DequeModule
internal import Ground
internal import URLs

/// Plans look-ups over several servers. Events and the time go in; queries to send and ended look-ups come out.
///
/// Each name is asked for by kind of address. A query that is not answered in time is asked of another server, or
/// again of the same, with growing patience; its answer is welcome still. The first answer that settles counts.
struct LookUpPlan {
    struct Settings: Sendable {
        var servers = 1
        /// Kinds of address asked for.
        var kinds: [AddressKind] = [.four]
        /// Longest time for a name, from its start on.
        var longestNanoseconds: Int64 = 10_000_000_000
        /// Patience with a first query; nil: learnt, 0.3 to 3 s.
        var patienceNanoseconds: Int64?
        /// Times each server is asked for the same; nil: as often as the time allows.
        var rounds: Int?
        /// Most queries in flight to one server.
        var mostInFlight = 512
    }

    /// A query to send.
    struct Query: Sendable, Equatable {
        /// Given back with its result.
        let ticket: UInt64
        let server: Int
        let name: String
        let kind: AddressKind
    }

    /// A look-up that has ended.
    struct Ended: Sendable, Equatable {
        enum Outcome: Sendable, Equatable {
            case addresses([IPAddress], lifetimeSeconds: Int64)
            case failure(LookUpFailure)
        }

        let name: String
        let outcome: Outcome
    }

    struct Question: Sendable {
        var askedServers: UInt32 = 0
        var attempts = 0
        /// Answers of servers that could not say.
        var failures = 0
        /// Whether it stands in a line or waits for its time to be asked again.
        var isWaiting = false
        /// Queries whose patience is not over.
        var pending = 0
        var lastFailure = LookUpFailure.noAnswer
        var answer: LookUpAnswer?
    }

    struct LookUp: Sendable {
        let name: String
        let deadline: Moment
        var questions: [Question]
        var hasGrace = false
    }

    /// A query sent; kept until it is answered or given up for good.
    struct Pending: Sendable {
        let sent: ServerChoice.Sent
        let lookUp: UInt64
        let kind: Int
        var isLost = false
    }

    struct Place: Sendable, Equatable {
        let lookUp: UInt64
        let kind: Int
    }

    enum Timer: Sendable {
        /// The patience with a query is over.
        case patience(ticket: UInt64)
        /// A question may be asked again.
        case again(Place)
        /// One kind is answered, the other was waited for long enough.
        case grace(lookUp: UInt64)
    }

    let settings: Settings
    var choice: ServerChoice
    var lookUps: [UInt64: LookUp] = [:]
    var pending: [UInt64: Pending] = [:]
    var timers = DueQueue<Moment, Timer>()
    /// Look-ups in the order of their deadlines, which is the order of their start.
    var deadlines = Deque<UInt64>()
    /// Questions to ask again go before new ones.
    var againLine = Deque<Place>()
    var line = Deque<Place>()
    var probes: [Query] = []
    var lastNumber: UInt64 = 0
    var ended: [Ended] = []

    init(_ settings: Settings) {
        self.settings = settings
        choice = ServerChoice(servers: settings.servers, mostInFlight: settings.mostInFlight)
    }

    /// Whether look-ups are under way.
    var isBusy: Bool { !lookUps.isEmpty }

    /// Whether `takeEnded` has something to give.
    var hasEnded: Bool { !ended.isEmpty }

    /// Whether so many names wait for servers that do answer that further ones had better not begin: their time would
    /// pass in line.
    var isCongested: Bool {
        guard line.count + againLine.count > 2 * QueryLimit.first else { return false }
        let room = choice.records.reduce(0) { $0 + ($1.isDown ? 0 : $1.limit.value) }
        return room > 0 && line.count + againLine.count > 2 * room
    }

    /// A name is to be looked up.
    mutating func start(_ name: String, now: Moment) {
        lastNumber += 1
        let number = lastNumber
        var lookUp = LookUp(name: name, deadline: now + settings.longestNanoseconds, questions: [])
        for index in settings.kinds.indices {
            lookUp.questions.append(Question(isWaiting: true))
            line.append(Place(lookUp: number, kind: index))
        }
        lookUps[number] = lookUp
        deadlines.append(number)
    }

    /// The next query to send; nil while the servers have as many as they may.
    mutating func next(now: Moment) -> Query? {
        if let probe = probes.popLast() { return probe }
        while let place = againLine.first, !isOpen(place) { _ = againLine.popFirst() }
        while let place = line.first, !isOpen(place) { _ = line.popFirst() }
        if let place = againLine.first, let server = server(for: place, isAgain: true) {
            _ = againLine.popFirst()
            return send(place, to: server, now: now)
        }
        if let place = line.first, let server = server(for: place, isAgain: false) {
            _ = line.popFirst()
            return send(place, to: server, now: now)
        }
        return nil
    }

    /// Whether a question in line waits still.
    private func isOpen(_ place: Place) -> Bool {
        guard let question = question(place) else { return false }
        return question.isWaiting && question.answer == nil
    }

    private func server(for place: Place, isAgain: Bool) -> Int? {
        choice.pick(avoiding: question(place)?.askedServers ?? 0, isAgain: isAgain)
    }

    private mutating func send(_ place: Place, to server: Int, now: Moment) -> Query? {
        lookUps[place.lookUp]?.questions[place.kind].isWaiting = false
        lookUps[place.lookUp]?.questions[place.kind].attempts += 1
        if let probed = choice.probe(now: now), probed != server, let probe = query(probed, place, now: now) {
            probes.append(probe)
        }
        return query(server, place, now: now)
    }

    private mutating func query(_ server: Int, _ place: Place, now: Moment) -> Query? {
        guard let lookUp = lookUps[place.lookUp] else { return nil }
        lastNumber += 1
        let attempts = lookUp.questions[place.kind].attempts
        let sent = choice.asked(server, isAgain: attempts > 1, now: now)
        lookUps[place.lookUp]?.questions[place.kind].askedServers |= 1 << UInt32(server)
        lookUps[place.lookUp]?.questions[place.kind].pending += 1
        pending[lastNumber] = Pending(sent: sent, lookUp: place.lookUp, kind: place.kind)
        timers.add(.patience(ticket: lastNumber), due: now + patience(server, attempts: attempts))
        return Query(ticket: lastNumber, server: server, name: lookUp.name, kind: settings.kinds[place.kind])
    }

    /// How long an answer is waited for before another query goes out.
    private func patience(_ server: Int, attempts: Int) -> Int64 {
        let latency = choice.records[server].latencyNanoseconds
        let learnt = latency == 0 ? 500_000_000 : min(max(latency * 4, 300_000_000), 3_000_000_000)
        var patience = settings.patienceNanoseconds ?? learnt
        for _ in 2..<max(2, min(attempts, 8)) where patience < 2_000_000_000 { patience = patience * 3 / 2 }
        return patience
    }

    func question(_ place: Place) -> Question? { lookUps[place.lookUp]?.questions[place.kind] }
}
