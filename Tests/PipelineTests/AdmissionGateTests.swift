// When another shard may be opened.

import Testing

@testable import Pipeline

@Suite("The admission gate")
struct AdmissionGateTests {
    @Test("The gate opens further shards when the fetchers want more, up to its limits")
    func gate() {
        let limits = AdmissionGate.Limits(maximumInFlight: 100, samplesPerShard: 1000)
        #expect(!limits.admit(unsettledRows: 1000, openRows: 1000, openShards: 1))
        #expect(limits.admit(unsettledRows: 1000, openRows: 1000, openShards: 1, isMoreWanted: true))
        #expect(!limits.admit(unsettledRows: 1000, openRows: 200_000, openShards: 1, isMoreWanted: true))
        #expect(!limits.admit(unsettledRows: 1000, openRows: 1000, openShards: 256, isMoreWanted: true))
    }

    @Test("A wish for more opens one shard, not all")
    func oneWish() {
        let gate = AdmissionGate(AdmissionGate.Limits(maximumInFlight: 10, samplesPerShard: 100))
        gate.shardOpened(rows: 100)
        gate.wantMore()
        #expect(gate.waitForRoom())
        gate.shardOpened(rows: 100)
        gate.stop()
        #expect(!gate.waitForRoom())
    }
}
