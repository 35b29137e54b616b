// A name server put to the test: a burst of queries, and what came back.

internal import URLs

/// Asks one name server many names at once; for `img2shards doctor`.
package enum NameServerProbe {
    /// The result of a burst.
    package struct Burst: Sendable {
        /// Queries that were in flight at once.
        package let inFlight: Int
        package private(set) var asked = 0
        /// Queries answered with an address.
        package private(set) var found = 0
        /// Queries answered with the word that there is none.
        package private(set) var unknown = 0
        /// Queries answered with a failure: SERVFAIL, REFUSED.
        package private(set) var failed = 0
        /// Queries without an answer in time.
        package private(set) var lost = 0
        /// Half of the answers came within this time.
        package private(set) var median: Duration = .zero

        fileprivate mutating func add(_ answer: LookUpAnswer?) {
            switch answer {
            case .addresses: found += 1
            case .unknownName, .noAddress: unknown += 1
            case .serverFailure, .refusal: failed += 1
            case nil: lost += 1
            }
        }

        fileprivate mutating func sent() { asked += 1 }

        fileprivate mutating func measured(_ nanoseconds: [Int64]) {
            let sorted = nanoseconds.sorted()
            if !sorted.isEmpty { median = .nanoseconds(sorted[sorted.count / 2]) }
        }
    }

    /// Asks for the IPv4 addresses of `names`, each once; returns when all are answered or given up.
    ///
    /// Blocks for at most `patience` for each `inFlight` names.
    ///
    /// - Parameters:
    ///   - inFlight: most queries in flight at once.
    ///   - patience: after which a query counts as lost.
    /// - Throws: `FetchError` of category `unexpected` when the system gives no socket.
    package static func burst(
        _ server: NameServerAddress, names: [String], inFlight: Int, patience: Duration
    ) throws(FetchError) -> Burst {
        let poller = try Poller()
        let channel = try NameChannel(
            server, longestMilliseconds: Int32(clamping: patience.inNanoseconds / 1_000_000), poller: poller)
        var burst = Burst(inFlight: inFlight)
        var sent: [UInt64: Moment] = [:]
        var latencies: [Int64] = []
        var next = 0
        while next < names.count || !sent.isEmpty {
            while next < names.count, sent.count < max(1, inFlight) {
                sent[UInt64(next)] = Moment.now()
                burst.sent()
                channel.ask(names[next], .four, ticket: UInt64(next))
                next += 1
            }
            poller.apply()
            poller.wait(milliseconds: 20) { event in
                channel.ready(
                    event.descriptor, readable: event.isReadable || event.hasFailed, writable: event.isWritable)
            }
            channel.checkTimeouts()
            for event in channel.takeEvents() {
                switch event {
                case .answer(let ticket, let answer):
                    if let start = sent.removeValue(forKey: ticket) { latencies.append(Moment.now() - start) }
                    burst.add(answer)
                case .nothing(let ticket):
                    sent[ticket] = nil
                    burst.add(nil)
                }
            }
        }
        burst.measured(latencies)
        return burst
    }
}
