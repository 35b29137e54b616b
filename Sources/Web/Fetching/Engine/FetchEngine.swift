// The door of this target: submit URLs, get one result for each.

internal import Glibc
package import Ground
internal import Synchronization

/// Fetches URLs on one thread, thousands at a time.
///
/// Every request gets exactly one result, unless the engine is stopped before. Results come in the order in
/// which the transfers end.
package final class FetchEngine: Sendable {
    private let loop: FetchLoop
    /// nil once it was waited for.
    private let thread: Mutex<NamedThread?>
    private let used = Atomic<Int>(0)

    /// Processor time of the loop's thread, in nanoseconds; 0 until it has ended.
    package var usedNanoseconds: Int { used.load(ordering: .relaxed) }

    /// Starts the loop.
    ///
    /// - Parameters:
    ///   - budget: covers bodies in flight and delivered ones until they die.
    ///   - starving: called on the loop's thread, again and again while it has slots free that nothing which waits
    ///     may take: requests for other hosts would help. Must not block.
    ///   - deliver: called on the loop's thread, one result at a time; must not block, and must not call `stop`.
    /// - Throws: `FetchError` of category `invalidOption` or `unexpected`.
    package init(
        _ options: FetchOptions, budget: MemoryBudget, starving: @escaping @Sendable () -> Void = {},
        deliver: @escaping @Sendable (FetchResult) -> Void
    ) throws(FetchError) {
        try Self.check(options)
        let loop = try FetchLoop(options: options, budget: budget, askForMore: starving, deliver: deliver)
        self.loop = loop
        thread = Mutex(NamedThread("fetch-0") { loop.run() })
    }

    deinit { stop() }

    /// Hands over requests; returns at once. Any number waits inside. Any thread may call.
    package func submit(_ requests: [FetchRequest]) {
        if !requests.isEmpty { loop.inbox.add(requests) }
    }

    /// Starts nothing more, and waits until what is in flight has ended, or for so long. Any thread may call.
    package func drain(atMost time: Duration) {
        loop.inbox.drain()
        let end = ContinuousClock.now + time
        // The loop's numbers are a turn old: it has to have seen the wish before they count.
        usleep(50_000)
        while snapshot.inFlight > 0, .now < end { usleep(20_000) }
    }

    /// Cancels everything and waits for the thread to end. Nothing is delivered after. Further calls return
    /// at once; not to be called by `deliver`.
    package func stop() {
        loop.inbox.stop()
        let ending = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        guard let ending else { return }
        ending.join()
        used.store(ending.usedNanoseconds, ordering: .relaxed)
    }

    /// The loop's numbers, at most one turn old.
    package var snapshot: FetchSnapshot { loop.snapshot }

    /// Signs of life of the loop's thread.
    package var heartbeats: [Heartbeat] { [loop.heartbeat] }

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
            let isSound =
                header.prefix { $0 != ":" }.contains { $0 != " " } && header.contains(":")
                && !header.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }
            try require(isSound, "--header must be one line of the form Name: value")
        }
        for agent in [options.userAgent, options.userAgentToken] {
            try require(
                agent?.utf8.contains { $0 < 0x20 || $0 == 0x7F } != true,
                "--user-agent and --user-agent-token must be one line")
        }
    }
}
