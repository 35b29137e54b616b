// What an engine of stores has done, for the figures of a run.

internal import Fetching

/// Counts at one moment.
struct StoreFigures: Sendable, Equatable {
    var running = 0
    var waiting = 0
    var finished: UInt64 = 0
    var receivedBytes: UInt64 = 0
    var retries: UInt64 = 0
}

extension FetchSnapshot {
    /// Adds what the stores' engine did: for a run a body is a body.
    mutating func add(_ figures: StoreFigures) {
        inFlight += figures.running
        waiting += figures.waiting
        finished += figures.finished
        receivedBytes += figures.receivedBytes
        retries += figures.retries
    }
}
