// What holds a run back: one look at its figures.

internal import Ground

/// The narrowest place on the way of a sample, now. Whoever widens it makes the run faster; anything else does not.
package enum HoldUp: Hashable, Sendable {
    /// So many hosts get as many requests as each may.
    case hosts(Int, requests: Int)
    /// `--per-host-rate`, in requests a second to each of so many hosts.
    case hostRate(Int, perSecond: Double)
    /// All hosts are paused; the first of them is asked again next.
    case pausedHosts(Int, first: RunFlow.PausedHost)
    /// As many requests are in flight as may be, and their hosts take their time.
    case slowHosts(requests: Int, medianSeconds: Double?)
    /// `--max-bandwidth`, in bytes a second.
    case bandwidth(Int)
    /// Decoding and encoding.
    case processor(share: Double)
    /// Bodies wait for image threads, although the processor has time.
    case imageWorkers(Int)
    case models
    /// Samples or complete shards wait to be written.
    case disk
    /// So many finished shards wait to be sent; it takes so many bytes a second.
    case store(shards: Int, bytesPerSecond: Double?)
    case names
    /// `--memory-budget`, in bytes.
    case memory(Int)
    /// The URL list is read more slowly than it is fetched.
    case list
    /// The list is read to its end, and so many rows of it are left.
    case lastRows(Int)

    /// A share of a queue or limit from which on it counts as full.
    private static let full = 0.75
    private static let busy = 0.9
    /// Before this, queues are only being filled.
    private static let leastElapsed = Duration.seconds(2)

    /// - Returns: nil while nothing stands out.
    package init?(_ figures: RunFigures) {
        let flow = figures.flow
        guard figures.elapsed >= Self.leastElapsed else { return nil }
        // Also at the end, when it has to take what is left.
        if let found = Self.atStore(flow) {
            self = found
            return
        }
        guard figures.timeLeft != .zero else { return nil }
        // From the end of the way to its beginning: what is full there fills everything before it.
        if let found = Self.behindImages(flow) ?? Self.atImages(figures) ?? Self.beforeImages(figures) {
            self = found
        } else {
            return nil
        }
    }

    private static func isFull(_ queue: RunFlow.Queue) -> Bool {
        queue.capacity > 0 && Double(queue.count) >= full * Double(queue.capacity)
    }

    private static func atStore(_ flow: RunFlow) -> HoldUp? {
        guard let store = flow.store, store.waitingShards > 0 else { return nil }
        let isLast = flow.isListRead && flow.openShards == 0
        guard isLast || store.isFull && !flow.isListRead else { return nil }
        return .store(shards: store.waitingShards, bytesPerSecond: store.bytesPerSecond)
    }

    private static func behindImages(_ flow: RunFlow) -> HoldUp? {
        if isFull(flow.toFinish) || isFull(flow.toWrite) { return .disk }
        return isFull(flow.toModels) ? .models : nil
    }

    private static func atImages(_ figures: RunFigures) -> HoldUp? {
        let flow = figures.flow
        let share = figures.cpuShare ?? 0
        let waiting = flow.toDecode.count
        if share >= busy, waiting >= 2 * max(1, flow.imageWorkers) || share >= 0.97 { return .processor(share: share) }
        return waiting >= 16 * max(1, flow.imageWorkers) ? .imageWorkers(flow.imageWorkers) : nil
    }

    private static func beforeImages(_ figures: RunFigures) -> HoldUp? {
        let flow = figures.flow
        guard flow.isFetching else { return nil }
        if let limit = flow.maximumBandwidth,
            flow.throttled > 0 || figures.bytesInPerSecond.perSecond >= busy * Double(limit)
        {
            return .bandwidth(limit)
        }
        let isMemoryUsed = Double(flow.memoryUsed) >= busy * Double(flow.memoryLimit)
        if flow.pausedForMemory > 0 || flow.memoryLimit > 0 && isMemoryUsed { return .memory(flow.memoryLimit) }
        if flow.isHeldByNames { return .names }
        let left = flow.waiting + flow.waitingForRetry + flow.inFlight
        if flow.isListRead, left < max(32, flow.inFlightLimit / 4), left > 0, flow.hosts > 1 { return .lastRows(left) }
        if flow.inFlightLimit > 0, Double(flow.inFlight) >= busy * Double(flow.inFlightLimit) {
            return flow.isAtMaximum
                ? .slowHosts(requests: flow.inFlight, medianSeconds: flow.requestTimes.atMost(share: 0.5)) : nil
        }
        if flow.isHeldByHosts { return ofHosts(flow) }
        if !flow.isListRead, flow.waiting == 0 { return .list }
        return nil
    }

    private static func ofHosts(_ flow: RunFlow) -> HoldUp {
        if let first = flow.pausedHosts.first(where: { !$0.isGivenUp }), flow.inFlight == 0 {
            return .pausedHosts(flow.hosts, first: first)
        }
        if let rate = flow.perHostRate { return .hostRate(max(1, flow.hosts), perSecond: rate) }
        return .hosts(max(1, flow.hosts), requests: max(1, flow.inFlight))
    }
}
