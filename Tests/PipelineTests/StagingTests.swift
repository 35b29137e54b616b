// How much of this machine's disk waits for a store.

import Testing

@testable import Pipeline

@Suite("Staging")
struct StagingTests {
    @Test("Open shards count as large as the largest one so far, as all of them can be finished")
    func room() {
        var staging = Staging()
        #expect(staging.hasRoom(bytes: 100, openShards: 3))
        staging.add(bytes: 30)
        #expect(staging.hasRoom(bytes: 100, openShards: 1))
        #expect(!staging.hasRoom(bytes: 100, openShards: 2))
        staging.remove(bytes: 30)
        #expect(staging.hasRoom(bytes: 100, openShards: 2))
        #expect(!staging.hasRoom(bytes: 100, openShards: 3))
    }

    @Test("One shard may always be open, whatever its size")
    func alwaysOne() {
        var staging = Staging()
        staging.add(bytes: 1000)
        #expect(!staging.hasRoom(bytes: 100, openShards: 0))
        staging.remove(bytes: 1000)
        #expect(staging.hasRoom(bytes: 100, openShards: 0))
        #expect(!staging.hasRoom(bytes: 100, openShards: 1))
    }

    @Test("The gate waits for the store, and the run is complete when the last shard is there")
    func gate() {
        let gate = AdmissionGate(
            AdmissionGate.Limits(maximumInFlight: 1000, samplesPerShard: 10, stagedBytes: 100))
        #expect(gate.waitForRoom())
        gate.shardOpened(rows: 10)
        for _ in 0..<10 { gate.rowSettled() }
        gate.shardStaged(bytes: 80)
        #expect(!gate.shardClosed(rows: 10))
        #expect(!gate.canOpenMore)
        #expect(!gate.listRead())
        #expect(gate.shardSent(bytes: 80))
    }
}
