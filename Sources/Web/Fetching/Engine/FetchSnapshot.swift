// An engine's numbers at one moment.

/// Counts of an engine, taken together once per turn of its loop.
package struct FetchSnapshot: Sendable, Equatable {
    /// Requests with a slot: looking up, connecting or receiving.
    package var inFlight = 0
    /// Requests that may have a slot now; follows what they bring.
    package var limit = 0
    /// Requests that wait for a slot, for their host or for memory.
    package var waiting = 0
    /// Requests that wait for the time of their next attempt.
    package var retriesWaiting = 0
    /// Transfers that wait for memory with their body half received.
    package var paused = 0
    /// Transfers that wait for bandwidth.
    package var throttled = 0
    /// Requests answered, well or not.
    package var finished: UInt64 = 0
    /// Body bytes received, packed as they came.
    package var receivedBytes: UInt64 = 0
    /// Connections opened.
    package var connections: UInt64 = 0
    /// Names asked of a name server or found in the hosts file.
    package var lookUps: UInt64 = 0
    /// Look-ups that gave no address, for any reason.
    package var failedLookUps: UInt64 = 0
    /// Look-ups that failed because the name does not exist or has no address.
    package var unknownNames: UInt64 = 0
    /// Look-ups that failed because no name server answered in time.
    package var unansweredLookUps: UInt64 = 0
    /// What each name server did, at most a fraction of a second old.
    package var nameServers: [NameServerCounts] = []
    /// Further attempts begun.
    package var retries: UInt64 = 0
    /// Requests sent again on another connection, as the answer may have been meant for another.
    package var repeated: UInt64 = 0
    /// Redirects followed.
    package var redirects: UInt64 = 0
    /// Hosts that requests wait for, or are in flight to.
    package var hosts = 0
    /// Whether slots are free, and nothing that waits may take them: its hosts are at their limits.
    package var isHeldByHosts = false
    /// Whether as many names are looked up as may be.
    package var isHeldByNames = false
    /// Whether the limit on requests in flight may grow no further.
    package var isAtMaximum = false
    /// Hosts that are asked nothing for now, those that are asked again first next; a few of them.
    package var pausedHosts: [HostPause] = []

    package init() {}
}
