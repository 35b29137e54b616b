// Which of several name servers is asked next.

/// Keeps what each server did, and chooses. A value without clock and network: events in, choices out.
///
/// The quickest server is asked, the first of equals, and the next when its limit is reached. A server that does
/// not answer gets no look-ups but a probe beside one now and then, so that it costs nobody a wait.
struct ServerChoice: Sendable {
    /// What is known of one server.
    struct Record: Sendable {
        var inFlight = 0
        /// Those of them that are asked a second time or more.
        var againInFlight = 0
        var limit: QueryLimit
        /// Smoothed share of lost queries.
        var loss = 0.0
        /// Smoothed time to an answer; 0 before the first.
        var latencyNanoseconds: Int64 = 0
        var asked: UInt64 = 0
        var answered: UInt64 = 0
        var lost: UInt64 = 0
        /// SERVFAIL, REFUSED and answers that cannot be read.
        var failed: UInt64 = 0
        /// Set while it is down: when it is probed next, and how long until the probe after.
        var probe: (due: Moment, pauseNanoseconds: Int64)?

        var isDown: Bool { probe != nil }

        /// Names that nobody answers may take half of what a server is given, and the others the rest.
        func hasRoom(isAgain: Bool) -> Bool {
            inFlight < limit.value && !(isAgain && againInFlight >= max(1, limit.value / 2))
        }
    }

    private(set) var records: [Record]

    /// From this smoothed loss on a server is down: after about eight losses in a row.
    private static let downAt = 0.65
    /// As long as nothing ever came, so many losses are enough.
    private static let neverAnsweredAt: UInt64 = 4
    private static let firstPause: Int64 = 1_000_000_000
    private static let longestPause: Int64 = 30_000_000_000
    /// What a lost query costs when servers are compared.
    private static let lossCost = 500_000_000.0

    init(servers: Int, mostInFlight: Int) {
        records = (0..<servers).map { _ in Record(limit: QueryLimit(most: mostInFlight)) }
    }

    /// The server to ask now; nil when all that should be asked have as many queries as they may.
    ///
    /// - Parameters:
    ///   - asked: servers that were asked for the same in this round, one bit each; avoided if possible.
    ///   - isAgain: the same was asked before, in vain.
    func pick(avoiding asked: UInt32, isAgain: Bool = false) -> Int? {
        let up = records.indices.filter { !records[$0].isDown }
        let eligible = up.isEmpty ? Array(records.indices) : up
        let fresh = eligible.filter { asked & (1 << UInt32($0)) == 0 }
        let free = fresh.filter { records[$0].hasRoom(isAgain: isAgain) }
        return (free.isEmpty ? eligible.filter { records[$0].hasRoom(isAgain: isAgain) } : free)
            .min { expectedNanoseconds($0) < expectedNanoseconds($1) }
    }

    /// Whether another server than those in `asked` could be asked now or soon.
    func hasOther(than asked: UInt32) -> Bool {
        let someIsUp = records.contains { !$0.isDown }
        return records.indices.contains { asked & (1 << UInt32($0)) == 0 && !(someIsUp && records[$0].isDown) }
    }

    /// A server that is down and may be asked beside another to see whether it is back.
    mutating func probe(now: Moment) -> Int? {
        guard records.contains(where: { !$0.isDown }) else { return nil }
        for index in records.indices {
            guard let probe = records[index].probe, probe.due <= now, records[index].hasRoom(isAgain: false) else {
                continue
            }
            let pause = min(probe.pauseNanoseconds * 2, Self.longestPause)
            records[index].probe = (now + pause, pause)
            return index
        }
        return nil
    }

    /// A query that was sent.
    struct Sent: Sendable {
        let server: Int
        let time: Moment
        /// The same was asked before, in vain.
        let isAgain: Bool
        /// In which the server's limit counts it.
        let window: Int?
    }

    /// A query goes out.
    mutating func asked(_ server: Int, isAgain: Bool = false, now: Moment) -> Sent {
        records[server].inFlight += 1
        records[server].asked += 1
        if isAgain { records[server].againInFlight += 1 }
        let window = records[server].limit.sentOne(inFlight: records[server].inFlight)
        return Sent(server: server, time: now, isAgain: isAgain, window: window)
    }

    /// What an answer was worth.
    enum Worth: Sendable {
        /// It settles its question, be it that there is no such name.
        case settling
        /// The server cannot say this time.
        case failure
        /// The server will not say, whatever the name is.
        case refusal
    }

    /// An answer of any kind came.
    ///
    /// - Parameter isLate: the query counted as lost meanwhile.
    mutating func answered(_ query: Sent, _ worth: Worth, isLate: Bool, now: Moment) {
        let server = query.server
        let (latency, last) = (records[server].latencyNanoseconds, now - query.time)
        records[server].latencyNanoseconds = latency == 0 ? max(1, last) : (latency * 7 + last) / 8
        if isLate {
            records[server].lost -= min(1, records[server].lost)
            records[server].limit.lostNoMore(in: query.window)
        } else {
            ended(query, isLost: false)
        }
        if worth == .settling { records[server].answered += 1 } else { records[server].failed += 1 }
        if worth == .refusal { return judgeFailure(server, now: now) }
        records[server].loss *= 0.875
        if records[server].isDown {
            records[server].probe = nil
            records[server].loss = min(records[server].loss, 0.3)
        }
    }

    /// No answer came in time, or the server cannot be reached.
    mutating func lost(_ query: Sent, now: Moment) {
        ended(query, isLost: true)
        records[query.server].lost += 1
        judgeFailure(query.server, now: now)
    }

    private mutating func ended(_ query: Sent, isLost: Bool) {
        records[query.server].limit.ended(in: query.window, isLost: isLost)
        records[query.server].inFlight -= 1
        if query.isAgain { records[query.server].againInFlight -= 1 }
    }

    private mutating func judgeFailure(_ server: Int, now: Moment) {
        records[server].loss += (1 - records[server].loss) / 8
        let record = records[server]
        let neverAnswered = record.answered == 0 && record.lost + record.failed >= Self.neverAnsweredAt
        guard !record.isDown, record.loss >= Self.downAt || neverAnswered else { return }
        records[server].probe = (now + Self.firstPause, Self.firstPause)
    }

    private func expectedNanoseconds(_ server: Int) -> Double {
        Double(records[server].latencyNanoseconds) + records[server].loss * Self.lossCost
    }
}
