// Fetches from a URL for a short while, to see what the line brings.

internal import Fetching
internal import Glibc
internal import Ground
internal import Synchronization

enum LineReading {
    private static let longestSeconds = 10
    private static let mostBytes = 256 << 20

    /// Fetches for at most 10 s and 256 MB, and throws away what comes.
    ///
    /// - Parameter memoryBytes: free memory; the body is held, so it takes a quarter of that at most.
    static func figures(url: String, dnsServers: [String], memoryBytes: Int) throws(FetchError) -> LineFigures {
        var options = FetchOptions()
        options.dnsServers = dnsServers
        options.allowsPrivateAddresses = true
        options.disallowedDirectives = []
        options.deadline = .seconds(longestSeconds)
        options.maximumBodyBytes = max(1 << 20, min(mostBytes, memoryBytes / 4))
        let outcome = Ending()
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 2 * options.maximumBodyBytes)) {
            result in
            outcome.set(result)
        }
        defer { engine.stop() }
        let start = ContinuousClock.now
        engine.submit([FetchRequest(id: 0, url: url)])
        var first: Duration?
        var received = 0
        var last: Duration = .zero
        while true {
            let isOver = outcome.isSet
            let bytes = Int(clamping: engine.snapshot.receivedBytes)
            let elapsed = ContinuousClock.now - start
            if bytes > 0, first == nil { first = elapsed }
            if bytes > received {
                received = bytes
                last = elapsed
            }
            if isOver { break }
            usleep(1000)
        }
        return LineFigures(
            receivedBytes: received, seconds: (last - (first ?? last)).inSeconds,
            firstByteMilliseconds: first.map { $0.inSeconds * 1000 }, failure: outcome.failure)
    }

    /// How the transfer ended; set by the engine's thread.
    private final class Ending: Sendable {
        private let state = Mutex<(isSet: Bool, failure: String?)>((false, nil))

        func set(_ result: FetchResult) {
            var failure: String?
            if case .failure(let error) = result.outcome { failure = error.message }
            state.withLock { $0 = (true, failure) }
        }

        var isSet: Bool { state.withLock { $0.isSet } }
        var failure: String? { state.withLock { $0.failure } }
    }
}

extension Duration {
    fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
