// The time limits of a transfer, without a clock.

import Testing

@testable import Fetching

@Suite("Transfer clock")
struct TransferClockTests {
    let limits = TransferClock.Limits(timeoutNanoseconds: 10_000_000_000, deadlineNanoseconds: 60_000_000_000)
    func at(_ seconds: Double) -> Moment { Moment(nanoseconds: Int64(seconds * 1e9)) }

    @Test("Each phase has its own timeout")
    func phases() {
        var clock = TransferClock(start: at(0))
        #expect(clock.expiry(at: at(9.9), limits: limits) == nil)
        #expect(clock.expiry(at: at(10), limits: limits) == .lookUp)
        clock.connecting(at: at(5))
        #expect(clock.expiry(at: at(14.9), limits: limits) == nil)
        #expect(clock.expiry(at: at(15), limits: limits) == .connection)
        clock.connected(at: at(12))
        #expect(clock.expiry(at: at(21.9), limits: limits) == nil)
        #expect(clock.expiry(at: at(22), limits: limits) == .firstByte)
    }

    @Test("A body that drips never beats the stall limit")
    func drip() {
        var clock = TransferClock(start: at(0))
        clock.connected(at: at(0))
        clock.received(bytes: 100, at: at(0))
        for tenth in 1..<99 { clock.received(bytes: 100, at: at(Double(tenth) / 10)) }
        #expect(clock.expiry(at: at(9.9), limits: limits) == nil)
        #expect(clock.expiry(at: at(10.05), limits: limits) == .stall)
    }

    @Test("A window that brings enough starts the next one from nothing")
    func windows() {
        var clock = TransferClock(start: at(0))
        clock.received(bytes: 1_000_000, at: at(0))
        #expect(clock.expiry(at: at(10.1), limits: limits) == nil)
        #expect(clock.expiry(at: at(20), limits: limits) == nil)
        #expect(clock.expiry(at: at(20.2), limits: limits) == .stall)
    }

    @Test("The deadline counts everything, however well it goes")
    func deadline() {
        var clock = TransferClock(start: at(0))
        for second in 1..<60 {
            clock.received(bytes: 1_000_000, at: at(Double(second)))
            #expect(clock.expiry(at: at(Double(second)), limits: limits) == nil)
        }
        #expect(clock.expiry(at: at(60), limits: limits) == .deadline)
    }

    @Test("Time in which we do not read counts for nothing")
    func pause() {
        var clock = TransferClock(start: at(0))
        clock.received(bytes: 20_000, at: at(1))
        clock.paused(at: at(5))
        #expect(clock.expiry(at: at(500), limits: limits) == nil)
        clock.resumed(at: at(500))
        #expect(clock.expiry(at: at(505), limits: limits) == nil)
        #expect(clock.expiry(at: at(518), limits: limits) == .stall)
    }

    @Test("Redirects share one deadline; waiting in line between them is free")
    func legs() {
        var clock = TransferClock(start: at(0))
        clock.received(bytes: 100_000, at: at(9))
        clock.legEnded(at: at(9))
        clock.legStarted(at: at(1000))
        #expect(clock.expiry(at: at(1009), limits: limits) == nil)
        #expect(clock.expiry(at: at(1010), limits: limits) == .lookUp)
        clock.received(bytes: 1_000_000, at: at(1045))
        #expect(clock.expiry(at: at(1050.5), limits: limits) == nil)
        #expect(clock.expiry(at: at(1051), limits: limits) == .deadline)
    }
}
