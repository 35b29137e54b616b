// The engine's numbers among those of the run.

internal import Fetching
internal import Planning
internal import Reporting

extension RunFlow {
    /// What of it the plan decides.
    init(_ plan: DownloadPlan) {
        self.init()
        isFetching = plan.reshaped == nil
        perHostLimit = plan.fetching.perHostConnections
        perHostRate = plan.fetching.perHostRate
        maximumBandwidth = plan.fetching.maximumBytesPerSecond
        imageWorkers = plan.imageWorkers
    }

    /// - Parameter isFetching: whether the snapshot is of the network.
    init(_ snapshot: FetchSnapshot, isFetching: Bool) {
        self.init()
        self.isFetching = isFetching
        inFlight = snapshot.inFlight
        inFlightLimit = snapshot.limit
        isAtMaximum = snapshot.isAtMaximum
        waiting = snapshot.waiting
        waitingForRetry = snapshot.retriesWaiting
        pausedForMemory = snapshot.paused
        throttled = snapshot.throttled
        hosts = snapshot.hosts
        isHeldByHosts = snapshot.isHeldByHosts
        isHeldByNames = snapshot.isHeldByNames
        pausedHosts = snapshot.pausedHosts.map { PausedHost(host: $0.host, left: $0.left, isGivenUp: $0.isGivenUp) }
        requests = Int(clamping: snapshot.finished)
        bytesReceived = Int(clamping: snapshot.receivedBytes)
        connections = Int(clamping: snapshot.connections)
        retries = Int(clamping: snapshot.retries)
        redirects = Int(clamping: snapshot.redirects)
    }
}
