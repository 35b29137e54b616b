// The number in flight, over networks that are a few lines of arithmetic.

import Ground
import Testing

@testable import Fetching

/// A network in steps of 200 ms: every answer takes `latencySteps`, at most `mostPerStep` are given in one.
private struct PlayedNetwork {
    var latencySteps = 1
    var mostPerStep = Int.max
    /// Every how many transfers one hangs until its timeout, after `timeoutSteps`; 0 for none.
    var hangsEvery = 0
    let timeoutSteps = 50
    var pressure = ConcurrencyLimit.Pressure.none

    var limit: ConcurrencyLimit
    private var waiting: [Int] = []
    private var hanging: [Int] = []
    private var started = 0
    private var figures = ConcurrencyLimit.Figures()
    private var stepNumber = 0

    init(ceiling: Int = 4096) {
        limit = ConcurrencyLimit(
            ceiling: ceiling, timeoutNanoseconds: 10_000_000_000, now: Moment(nanoseconds: 0))
    }

    var answers: UInt64 { figures.answers }
    var inFlight: Int { waiting.count + hanging.count }

    mutating func run(seconds: Double) {
        for _ in 0..<Int(seconds * 5) { step() }
    }

    private mutating func step() {
        while inFlight < limit.value {
            started += 1
            if hangsEvery > 0, started % hangsEvery == 0 {
                hanging.append(stepNumber)
            } else {
                waiting.append(stepNumber)
            }
        }
        stepNumber += 1
        let ready = min(waiting.prefix { stepNumber - $0 >= latencySteps }.count, mostPerStep)
        waiting.removeFirst(ready)
        let dead = hanging.prefix { stepNumber - $0 >= timeoutSteps }.count
        hanging.removeFirst(dead)
        figures.answers += UInt64(ready)
        figures.bytes += UInt64(ready) * 30_000
        figures.troubles += UInt64(dead)
        figures.inFlight = limit.value
        figures.isBinding = true
        figures.pressure = pressure
        limit.step(figures, now: Moment(nanoseconds: Int64(stepNumber) * 200_000_000))
    }
}

/// Steps of a second with attempts of which a share ends in trouble.
private struct TroubledNetwork {
    var limit: ConcurrencyLimit
    private var figures = ConcurrencyLimit.Figures()
    private var second: Int64 = 0

    init(ceiling: Int) {
        limit = ConcurrencyLimit(ceiling: ceiling, timeoutNanoseconds: 1_000_000_000, now: Moment(nanoseconds: 0))
    }

    /// - Parameters:
    ///   - attempts: in a second, for a limit.
    ///   - share: of troubles, for a limit.
    mutating func run(seconds: Int, attempts: (Int) -> Int = { _ in 1000 }, _ share: (Int) -> Double) {
        for _ in 0..<seconds {
            second += 1
            let ended = attempts(limit.value)
            let troubles = UInt64(share(limit.value) * Double(ended))
            figures.answers += UInt64(ended) - troubles
            figures.troubles += troubles
            figures.inFlight = limit.value
            figures.isBinding = true
            limit.step(figures, now: Moment(nanoseconds: second * 1_000_000_000))
        }
    }
}

@Suite("Number in flight")
struct ConcurrencyLimitTests {
    @Test("Answers that all take two seconds: thousands are in flight within two")
    func slowAnswers() {
        var network = PlayedNetwork()
        network.latencySteps = 10
        network.run(seconds: 2)
        #expect(network.limit.value == 4096)
    }

    @Test("Quick answers without an end: the ceiling within two seconds")
    func quickAnswers() {
        var network = PlayedNetwork()
        network.run(seconds: 2)
        #expect(network.limit.value == 4096)
    }

    @Test("A line that is full: growing stops where it brings nothing, and goes on slowly")
    func fullLine() {
        var network = PlayedNetwork()
        network.mostPerStep = 200
        network.run(seconds: 3)
        #expect(network.limit.value >= 200)
        #expect(network.limit.value <= 2048)
        let soon = network.limit.value
        network.run(seconds: 4)
        #expect(network.limit.value > soon)
        #expect(network.limit.value < soon * 3)
    }

    @Test("Transfers that hang do not take the slots of the others")
    func hangingTransfers() {
        var network = PlayedNetwork(ceiling: 2048)
        network.mostPerStep = 200
        network.hangsEvery = 25
        network.run(seconds: 10)
        let before = network.answers
        network.run(seconds: 20)
        // 200 in a step are 20,000 in 20 s.
        #expect(network.answers - before > 17_000)
    }

    @Test("A smaller ceiling holds from the first moment, and one transfer is the least")
    func ceiling() {
        for ceiling in [1, 7, 100] {
            var network = PlayedNetwork(ceiling: ceiling)
            #expect(network.limit.value == ceiling)
            network.run(seconds: 5)
            #expect(network.limit.value == ceiling)
        }
        #expect(ConcurrencyLimit(ceiling: 0, timeoutNanoseconds: .max, now: Moment(nanoseconds: 0)).value == 1)
    }

    @Test("A machine that cannot follow: it holds while bodies wait, shrinks when they fill the memory, comes back")
    func pressure() {
        var network = PlayedNetwork()
        network.run(seconds: 0.4)
        network.pressure = .busy
        network.run(seconds: 1)
        let reached = network.limit.value
        #expect(reached == 1024)
        network.run(seconds: 5)
        #expect(network.limit.value == reached)
        network.pressure = .spent
        network.mostPerStep = 20
        network.run(seconds: 3)
        #expect(network.limit.value < reached)
        network.run(seconds: 60)
        // Two seconds' answers.
        #expect((195...205).contains(network.limit.value))
        network.pressure = .none
        network.mostPerStep = .max
        network.run(seconds: 3)
        #expect(network.limit.value == 4096)
    }

    @Test("What hangs ends in one burst, and that burst shrinks nothing")
    func burstOfTimeouts() {
        var limit = ConcurrencyLimit(ceiling: 2048, timeoutNanoseconds: 10_000_000_000, now: Moment(nanoseconds: 0))
        var figures = ConcurrencyLimit.Figures()
        figures.isBinding = true
        for step in 1...60 {
            // 900 answers a second for ten seconds, then the hundred that hung since the start.
            figures.answers += step <= 50 ? 180 : 2
            figures.troubles += step == 52 ? 100 : 0
            figures.inFlight = step < 52 ? 400 : 150
            limit.step(figures, now: Moment(nanoseconds: Int64(step) * 200_000_000))
        }
        #expect(limit.value >= 1024)
    }

    @Test("Unused room teaches nothing")
    func unused() {
        var limit = ConcurrencyLimit(ceiling: 4096, timeoutNanoseconds: 1, now: Moment(nanoseconds: 0))
        let before = limit.value
        for step in 1..<100 {
            var figures = ConcurrencyLimit.Figures()
            figures.inFlight = 5
            figures.answers = UInt64(step * 100)
            limit.step(figures, now: Moment(nanoseconds: Int64(step) * 1_000_000_000))
        }
        #expect(limit.value == before)
    }

    @Test("A line that breaks under too many: it shrinks until the timeouts end")
    func overload() {
        var network = TroubledNetwork(ceiling: 4096)
        network.run(seconds: 60) { _ in 0 }
        #expect(network.limit.value > 300)
        network.run(seconds: 60) { $0 > 300 ? 0.8 : $0 > 150 ? 0.4 : 0.02 }
        #expect(network.limit.value <= 300)
        #expect(network.limit.value >= 64)
    }

    @Test("A list of dead hosts: shrinking does not help, and is taken back")
    func deadHosts() {
        var network = TroubledNetwork(ceiling: 1024)
        network.run(seconds: 7, attempts: { $0 }) { _ in 0 }
        let before = network.limit.value
        var least = before
        for _ in 0..<40 {
            network.run(seconds: 1, attempts: { $0 }) { _ in 0.6 }
            least = min(least, network.limit.value)
        }
        #expect(least < before)
        #expect(network.limit.value >= before)
    }

    @Test("Whatever the figures, the limit stays between its bounds")
    func bounds() {
        var chance = SeededBits(seed: 7)
        for _ in 0..<50 {
            var limit = ConcurrencyLimit(ceiling: 2000, timeoutNanoseconds: 3_000_000_000, now: Moment(nanoseconds: 0))
            var figures = ConcurrencyLimit.Figures()
            var now = Moment(nanoseconds: 0)
            for _ in 0..<300 {
                figures.answers += UInt64.random(in: 0...300, using: &chance)
                figures.troubles += UInt64.random(in: 0...300, using: &chance)
                figures.bytes += UInt64.random(in: 0...10_000_000, using: &chance)
                figures.inFlight = Int.random(in: 0...3000, using: &chance)
                figures.isBinding = Bool.random(using: &chance)
                figures.pressure = [.none, .busy, .spent].randomElement(using: &chance) ?? .none
                now = now + Int64.random(in: 0...5_000_000_000, using: &chance)
                limit.step(figures, now: now)
                #expect((64...2000).contains(limit.value))
            }
        }
    }

    @Test("Where the machine has no descriptor left there are as many as there were, and more only later")
    func noDescriptors() {
        let start = Moment(nanoseconds: 1)
        var limit = ConcurrencyLimit(ceiling: 1024, timeoutNanoseconds: 10_000_000_000, now: start)
        limit.lower(to: 12, now: start)
        #expect(limit.value == 12)
        var figures = ConcurrencyLimit.Figures()
        figures.inFlight = 12
        figures.isBinding = true
        var now = start
        for step in 1...100 {
            now = now + ConcurrencyLimit.stepNanoseconds
            figures.answers = UInt64(step * 50)
            limit.step(figures, now: now)
            if step < 9 { #expect(limit.value == 12) }
        }
        #expect(limit.value > 12)
        limit.lower(to: 0, now: now)
        #expect(limit.value == 1)
    }
}
