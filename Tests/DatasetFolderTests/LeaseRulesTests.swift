// When a lease holds.

import Testing

@testable import DatasetFolder

@Suite struct LeaseRulesTests {
    private func record(seconds: Double = 60, isReleased: Bool = false) -> LeaseRecord {
        LeaseRecord(
            worker: "a", process: ProcessIdentity(host: "h", machine: "m", pid: 1, started: "1", token: "t"),
            seconds: seconds, until: "", isReleased: isReleased)
    }

    @Test("A lease holds for its time and some slack, not longer") func time() {
        func verdict(_ age: Double) -> LeaseRules.Verdict {
            LeaseRules.verdict(record(), age: age, hasEnded: false, isOwn: false)
        }
        #expect(verdict(0) == .held(secondsLeft: 63))
        #expect(verdict(62) == .held(secondsLeft: 1))
        #expect(verdict(63.5) == .free)
        // A clock that was set back gives no more than the whole time, and after long it is not waited for.
        #expect(verdict(-50) == .held(secondsLeft: 63))
        #expect(verdict(-5000) == .free)
    }

    @Test("What was given back, is of a dead process or our own is free") func free() {
        #expect(LeaseRules.verdict(record(isReleased: true), age: 0, hasEnded: false, isOwn: false) == .free)
        #expect(LeaseRules.verdict(record(), age: 0, hasEnded: true, isOwn: false) == .free)
        #expect(LeaseRules.verdict(record(), age: 0, hasEnded: false, isOwn: true) == .free)
    }

    @Test("A holder is certain of two thirds of its time, and has lost it at the end") func certainty() {
        #expect(LeaseRules.certainty(sinceRenewal: 0, seconds: 60) == .held)
        #expect(LeaseRules.certainty(sinceRenewal: 40, seconds: 60) == .held)
        #expect(LeaseRules.certainty(sinceRenewal: 41, seconds: 60) == .uncertain)
        #expect(LeaseRules.certainty(sinceRenewal: 60, seconds: 60) == .lost)
    }

    @Test("A record is read back as it was written, and every one is as long") func text() throws {
        for record in [record(), record(seconds: 2.5, isReleased: true)] {
            #expect(record.bytes.count == 1024)
            #expect(LeaseRecord(parsing: record.bytes) == record)
        }
    }
}
