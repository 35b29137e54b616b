// Webs in virtual time: what the plan makes of hosts with limits, dead hosts, and URLs with troubles of their own.

import Testing

@testable import Fetching

@Suite("Plans for simulated webs")
struct HostSimulationTests {
    /// Plays a web and checks what must hold for each: every row is settled once, and nothing is forgotten.
    private func play(_ web: WebSimulation) throws -> WebSimulation.Outcome {
        var web = web
        let outcome = try web.play()
        #expect(outcome.settled.allSatisfy { $0 == 1 })
        return outcome
    }

    /// A host whose URLs are all good, with a limit.
    private func limited(_ change: (inout SimulatedHost) -> Void, rows: Int = 600) -> WebSimulation {
        var host = SimulatedHost()
        host.spread = 0.2
        change(&host)
        return .oneHost(bad: 0, good: rows, .reset, .mixed, host: host)
    }

    struct Rate: Sendable, CustomTestStringConvertible {
        let perSecond: Double
        let burst: Double
        let wish: Duration?
        let milliseconds: Double
        var testDescription: String { "\(perSecond)/s, burst \(burst), wish \(wish as Any), \(milliseconds) ms" }
    }

    @Test(
        "A host that limits by rate is asked about as often as it answers, and its images are had",
        arguments: [
            Rate(perSecond: 5, burst: 5, wish: .seconds(1), milliseconds: 50),
            Rate(perSecond: 20, burst: 20, wish: .seconds(1), milliseconds: 50),
            Rate(perSecond: 20, burst: 20, wish: nil, milliseconds: 50),
            Rate(perSecond: 100, burst: 10, wish: .seconds(2), milliseconds: 120),
            Rate(perSecond: 100, burst: 10, wish: nil, milliseconds: 120),
            Rate(perSecond: 2, burst: 60, wish: .seconds(10), milliseconds: 200),
            Rate(perSecond: 50, burst: 1, wish: nil, milliseconds: 20),
            Rate(perSecond: 100 / 60, burst: 100, wish: .seconds(30), milliseconds: 100),
        ])
    func rate(_ rate: Rate) throws {
        let outcome = try play(
            limited {
                $0.perSecond = rate.perSecond
                $0.burst = rate.burst
                $0.limitWish = rate.wish
                $0.medianMilliseconds = rate.milliseconds
            })
        let ideal = max(0, 600 - rate.burst) / rate.perSecond
        #expect(outcome.images >= 585)
        #expect(outcome.seconds < 1.5 * ideal + 20)
        #expect(outcome.overAskedShare < 0.3)
        #expect(outcome.neverAsked == 0)
    }

    @Test("A host that limits by number at once gets about that number", arguments: [1, 2, 4, 10])
    func atOnce(_ count: Int) throws {
        let milliseconds = count < 4 ? 1000.0 : 150
        let rows = count < 4 ? 60 : 600
        let outcome = try play(
            limited(
                {
                    $0.atOnce = count
                    $0.medianMilliseconds = milliseconds
                }, rows: rows))
        let ideal = Double(rows) / Double(count) * milliseconds / 1000
        #expect(outcome.images == rows)
        #expect(outcome.seconds < 2.5 * ideal + 10)
        // On a list so short the first round is a large share.
        #expect(outcome.overAskedShare < (count < 4 ? 0.5 : 0.15))
        #expect(outcome.longestIdleSeconds < 1.5)
    }

    /// What a bad URL meets with for ever.
    static let troubles: [(String, SimulatedHost.Answer)] = [
        ("429", .refusal(status: 429, wish: nil)), ("429, Retry-After: 1", .refusal(status: 429, wish: .seconds(1))),
        ("503", .refusal(status: 503, wish: nil)), ("503, Retry-After: 1", .refusal(status: 503, wish: .seconds(1))),
        ("reset", .reset),
    ]

    @Test(
        "Where 180 URLs of 300 are bad for ever the 120 good ones are had within a minute, and none is condemned",
        arguments: troubles.map(\.0), WebSimulation.Order.allCases)
    func badURLs(_ trouble: String, _ order: WebSimulation.Order) throws {
        let own = try #require(Self.troubles.first { $0.0 == trouble }).1
        for milliseconds in [1.0, 20, 120] {
            var host = SimulatedHost()
            host.medianMilliseconds = milliseconds
            let outcome = try play(.oneHost(bad: 180, good: 120, own, order, host: host))
            #expect(outcome.images == 120, "\(milliseconds) ms")
            #expect(outcome.lastImageSeconds < 70, "\(milliseconds) ms")
            #expect(outcome.givenUp == 0, "\(milliseconds) ms")
        }
    }

    @Test("Where 60 URLs of 100 hang the others do not wait for them", arguments: WebSimulation.Order.allCases)
    func hangingURLs(_ order: WebSimulation.Order) throws {
        let outcome = try play(.oneHost(bad: 60, good: 40, .hang, order))
        #expect(outcome.images == 40)
        #expect(outcome.lastImageSeconds < 60)
        #expect(outcome.givenUp == 0)
        #expect(outcome.longestIdleSeconds < 2)
    }

    @Test("A stray URL here and there is no reason to slow a host down")
    func fewBad() throws {
        let outcome = try play(.oneHost(bad: 6, good: 594, .refusal(status: 503, wish: .seconds(30)), .mixed))
        #expect(outcome.images == 594)
        #expect(outcome.lastImageSeconds < 5)
    }

    @Test("The web with the long tail ends when what hangs has had its three attempts")
    func tail() throws {
        let outcome = try play(.tail())
        #expect(outcome.seconds < 40)
        #expect(outcome.lastImageSeconds < 15)
        #expect(outcome.idleSeconds == 0)
        #expect(outcome.neverAsked == 0)
    }

    @Test("A host that is away for a minute and says so loses no row", arguments: [5, 10, 30])
    func away(_ wish: Int) throws {
        for rows in [30, 300] {
            let outcome = try play(
                limited(
                    { $0.spells = [.init(from: 0, until: 60, answer: .refusal(status: 503, wish: .seconds(wish)))] },
                    rows: rows))
            #expect(outcome.images == rows)
            #expect(outcome.seconds < 100)
        }
    }

    @Test("A host that starts anew, refusing connections or saying nothing, loses no row")
    func restart() throws {
        for answer in [SimulatedHost.Answer.connectionRefused, .hang, .noConnection] {
            let outcome = try play(limited({ $0.spells = [.init(from: 3, until: 43, answer: answer)] }, rows: 2000))
            #expect(outcome.images >= 1990, "\(answer)")
            #expect(outcome.seconds < 100, "\(answer)")
        }
    }

    @Test("Dead hosts are settled together, and nobody waits for them")
    func dead() throws {
        var hosts = (0..<200).map { _ in SimulatedHost() }
        for index in 0..<100 { hosts[2 * index].always = index % 2 == 0 ? .noConnection : .connectionRefused }
        let half = try play(WebSimulation(hosts: hosts, rows: (0..<6000).map { .init(host: ($0 * 7919) % 200) }))
        #expect(half.images == 3000)
        #expect(half.lastImageSeconds < 15)
        #expect(half.seconds < 35)
        #expect(half.idleSeconds == 0)
        let one = try play(limited({ $0.always = .noConnection }, rows: 5000))
        #expect(one.seconds < 25)
        #expect(one.requests < 100)
    }

    @Test("Certificates that are not believed are answers: each row is asked once, at full speed")
    func certificates() throws {
        let outcome = try play(limited({ $0.always = .badCertificate }, rows: 2000))
        #expect(outcome.requests == 2000)
        #expect(outcome.givenUp == 0)
        #expect(outcome.seconds < 3)
    }

    @Test("Hosts that are slow at times slow nobody else, and are themselves again afterwards")
    func slowAtTimes() throws {
        var hosts = (0..<20).map { _ in SimulatedHost() }
        for index in 0..<10 { hosts[index].spells = [.init(from: 0.5, until: 20, latencyFactor: 40)] }
        let outcome = try play(WebSimulation(hosts: hosts, rows: (0..<6000).map { .init(host: ($0 * 7919) % 20) }))
        #expect(outcome.images >= 5990)
        #expect(outcome.seconds < 60)
        #expect(outcome.idleSeconds == 0)
    }

    @Test("Few hosts without troubles are asked as their connections allow")
    func fewHosts() throws {
        let outcome = try play(
            WebSimulation(hosts: (0..<3).map { _ in SimulatedHost() }, rows: (0..<6000).map { .init(host: $0 % 3) }))
        #expect(outcome.images == 6000)
        // 2,000 rows on 32 connections, with 136 ms on average.
        #expect(outcome.seconds < 12)
        #expect(outcome.idleSeconds == 0)
    }

    @Test("Rows that come later find a host as fast as it was, whatever pause lay between")
    func pauses() throws {
        var web = WebSimulation.oneHost(bad: 6, good: 294, .refusal(status: 503, wish: .seconds(1)), .mixed, times: 2)
        web.arrivals = (0..<300).map { Double($0 / 100) * 60 }
        let outcome = try play(web)
        #expect(outcome.images == 300)
        #expect(outcome.seconds < 126)
    }

    @Test("A host that refuses everything for ever is given up in the end, after each row was asked for")
    func refusesAll() throws {
        let outcome = try play(limited({ $0.always = .refusal(status: 429, wish: nil) }, rows: 1000))
        #expect(outcome.images == 0)
        #expect(outcome.neverAsked == 0)
        #expect(outcome.seconds < 200)
        #expect(outcome.requests < 3000)
    }
}
