// What is under way between the list and the disk.

/// Requests, queues, limits and totals of a run at one moment: what metrics are made of, and the word on what holds the run
/// back.
package struct RunFlow: Hashable, Sendable {
    /// A host that is asked nothing for now.
    package struct PausedHost: Hashable, Sendable {
        package let host: String
        package let left: Duration
        /// Whether its rows fail meanwhile.
        package let isGivenUp: Bool

        package init(host: String, left: Duration, isGivenUp: Bool) {
            self.host = host
            self.left = left
            self.isGivenUp = isGivenUp
        }
    }

    /// Waiting elements and the most that may wait; 0 where nothing bounds it.
    package struct Queue: Hashable, Sendable {
        package var count: Int
        package var capacity: Int

        package init(_ count: Int = 0, of capacity: Int = 0) {
            self.count = count
            self.capacity = capacity
        }
    }

    /// What is sent to the store that the dataset goes to.
    package struct Store: Hashable, Sendable {
        /// Finished shards that the store does not have, those that are being sent included.
        package var waitingShards: Int
        package var waitingBytes: Int
        /// Confirmed by the store in this start.
        package var sentBytes: Int
        /// Now; nil where nothing is known.
        package var bytesPerSecond: Double?
        /// Whether `--staging-size` lets no other shard be opened.
        package var isFull: Bool

        package init(
            waitingShards: Int, waitingBytes: Int, sentBytes: Int, bytesPerSecond: Double?, isFull: Bool
        ) {
            self.waitingShards = waitingShards
            self.waitingBytes = waitingBytes
            self.sentBytes = sentBytes
            self.bytesPerSecond = bytesPerSecond
            self.isFull = isFull
        }
    }

    // MARK: The network

    /// Whether bodies come from the network.
    package var isFetching = true
    /// Requests in flight, how many may be now, and whether that cannot become more.
    package var inFlight = 0
    package var inFlightLimit = 0
    package var isAtMaximum = false
    /// Requests that wait for a slot, their host or memory, and for the time of their next attempt.
    package var waiting = 0
    package var waitingForRetry = 0
    /// Transfers that wait for memory, and for bandwidth.
    package var pausedForMemory = 0
    package var throttled = 0
    /// Hosts with requests.
    package var hosts = 0
    package var perHostLimit = 0
    /// `--per-host-rate`, in requests a second.
    package var perHostRate: Double?
    package var isHeldByHosts = false
    package var isHeldByNames = false
    package var pausedHosts: [PausedHost] = []
    /// `--max-bandwidth`, in bytes a second.
    package var maximumBandwidth: Int?

    // MARK: The machine

    /// Fetched bodies that wait to be decoded.
    package var toDecode = Queue()
    /// Images that wait for models.
    package var toModels = Queue()
    /// Samples that wait to be written.
    package var toWrite = Queue()
    /// Complete shards that wait to be finished.
    package var toFinish = Queue()
    /// Nil for a dataset on this machine.
    package var store: Store?
    package var imageWorkers = 0
    /// Memory for bodies and images, in bytes.
    package var memoryUsed = 0
    package var memoryLimit = 0

    // MARK: The list

    package var openShards = 0
    /// Rows of open shards that have not come to their end.
    package var unsettledRows = 0
    package var isListRead = false

    // MARK: Totals of this start

    package var requests = 0
    package var bytesReceived = 0
    package var connections = 0
    package var retries = 0
    package var redirects = 0
    package var requestTimes = TimeHistogram()

    package init() {}
}
