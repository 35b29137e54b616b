// The door of this target: submit URLs, get one result for each.

internal import Glibc
package import Ground
internal import Synchronization

/// Fetches URLs on a few threads, thousands at a time.
///
/// Every request gets exactly one result, unless the engine is stopped before. Results come in the order in
/// which they are had.
package final class FetchEngine: Sendable {
    private let loops: [FetchLoop]
    private let threads: Mutex<[NamedThread]>
    private let used = Atomic<Int>(0)

    /// Processor time of the loops' threads, in nanoseconds; 0 until they have ended.
    package var usedNanoseconds: Int { used.load(ordering: .relaxed) }

    /// Starts the loops.
    ///
    /// - Parameters:
    ///   - budget: covers bodies in flight and delivered ones until they die.
    ///   - loops: threads, 1 for up to 8 cores. Each host is served by one of them.
    ///   - starving: called on a loop's thread, again and again while it has slots free that nothing which waits
    ///     may take: requests for other hosts would help. Must not block.
    ///   - deliver: called on a loop's thread, one result at a time per loop; must not block, and must not
    ///     call `stop`.
    /// - Throws: `FetchError` of category `invalidOption` or `unexpected`.
    package init(
        _ options: FetchOptions, budget: MemoryBudget, loops count: Int = 1,
        starving: @escaping @Sendable () -> Void = {},
        deliver: @escaping @Sendable (FetchResult) -> Void
    ) throws(FetchError) {
        try Self.check(options)
        let count = max(1, count)
        let bandwidth = options.maximumBytesPerSecond.map { BandwidthLimit(bytesPerSecond: $0) }
        var loops: [FetchLoop] = []
        for index in 0..<count {
            var own = options
            own.seed = options.seed &+ UInt64(index)
            loops.append(
                try FetchLoop(
                    options: own, maximumInFlight: max(1, (options.maximumInFlight + count - 1) / count),
                    budget: budget, bandwidth: bandwidth, tellStarving: starving, deliver: deliver))
        }
        self.loops = loops
        threads = Mutex(
            loops.enumerated().map { index, loop in NamedThread("fetch-\(index)") { loop.run() } })
    }

    deinit { stop() }

    /// Hands over requests; returns at once. Any number waits inside. Any thread may call.
    package func submit(_ requests: [FetchRequest]) {
        guard !requests.isEmpty else { return }
        guard loops.count > 1 else {
            loops[0].inbox.add(requests)
            return
        }
        var shares = [[FetchRequest]](repeating: [], count: loops.count)
        for request in requests {
            // One host, one loop: its limits are kept there.
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            let url = request.url[...]
            for byte in url[URLRepair.authorityRange(url)].utf8 {
                hash = (hash ^ UInt64(byte | 0x20)) &* 0x100_0000_01B3
            }
            shares[Int(hash % UInt64(loops.count))].append(request)
        }
        for (loop, share) in zip(loops, shares) where !share.isEmpty { loop.inbox.add(share) }
    }

    /// Cancels everything and waits for the threads to end. Nothing is delivered after. Further calls return
    /// at once; not to be called by `deliver`.
    package func stop() {
        for loop in loops { loop.inbox.stop() }
        let ending = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in ending {
            thread.join()
            used.wrappingAdd(thread.usedNanoseconds, ordering: .relaxed)
        }
    }

    /// The numbers of all loops, at most one turn old.
    package var snapshot: FetchSnapshot {
        loops.reduce(FetchSnapshot()) { $0 + $1.snapshot }
    }

    /// Signs of life of the loops' threads, in their order.
    package var heartbeats: [Heartbeat] { loops.map(\.heartbeat) }

    private static func check(_ options: FetchOptions) throws(FetchError) {
        func require(_ isRight: Bool, _ message: String) throws(FetchError) {
            if !isRight { throw .option(message) }
        }
        try require(options.maximumInFlight > 0, "--max-in-flight must be at least 1")
        try require(options.maximumBytesPerSecond ?? 1 > 0, "--max-bandwidth must be at least 1 byte a second")
        try require(options.perHostConnections > 0, "--per-host-connections must be at least 1")
        try require(options.perHostRate.map { $0.isFinite && $0 > 0 } ?? true, "--per-host-rate must be more than 0")
        try require(options.timeout > .zero, "--timeout must be more than 0")
        try require(options.deadline > .zero, "--deadline must be more than 0")
        try require(options.maximumBodyBytes > 0, "--max-bytes must be at least 1")
        try require(options.maximumRedirects >= 0, "--max-redirects must not be negative")
        try require(options.retries >= 0, "--retries must not be negative")
        if let file = options.caFile {
            try require(access(file, R_OK) == 0, "--ca-file: \(file) cannot be read")
        }
        for header in options.headers {
            let isSound = header.contains(":") && !header.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }
            try require(isSound, "--header must be one line of the form Name: value")
        }
        for agent in [options.userAgent, options.userAgentToken] {
            try require(
                agent?.utf8.contains { $0 < 0x20 || $0 == 0x7F } != true,
                "--user-agent and --user-agent-token must be one line")
        }
    }
}
