// The bodies of a download: what its rows' URLs lead to.

internal import Fetching
internal import Ground
internal import Synchronization
internal import URLs

/// Reads the rows' URLs, each once, and lets an engine fetch them.
final class NetworkBodies: BodySource {
    /// URLs read together: the first of a shard are requested while the last are still read, and of the others only the
    /// text is kept.
    private static let batch = 512

    private let engine: FetchEngine
    private let parser: Mutex<URLParser>

    /// - Parameters: as of `FetchEngine`; the id of a request is `ShardInWork`'s.
    /// - Throws: as of `FetchEngine`.
    init(
        _ options: FetchOptions, budget: MemoryBudget, starving: @escaping @Sendable () -> Void,
        deliver: @escaping @Sendable (FetchResult) -> Void
    ) throws(FetchError) {
        do throws(URLError) {
            parser = Mutex(try URLParser())
        } catch {
            throw FetchError(error)
        }
        engine = try FetchEngine(options, budget: budget, starving: starving, deliver: deliver)
    }

    var sharesByURL: Bool { true }
    var snapshot: FetchSnapshot { engine.snapshot }
    var heartbeats: [Heartbeat] { engine.heartbeats }
    var usedNanoseconds: Int { engine.usedNanoseconds }

    func drain(atMost time: Duration) { engine.drain(atMost: time) }
    func stop() { engine.stop() }

    func submit(_ rows: [ListedURL], of shard: ShardInWork) {
        for start in stride(from: 0, to: rows.count, by: Self.batch) {
            let batch = rows[start..<min(start + Self.batch, rows.count)]
            engine.submit(
                parser.withLock { parser in
                    batch.map {
                        FetchRequest(
                            id: shard.requestID(row: $0.row), url: $0.url, referer: $0.referer, parser: parser)
                    }
                })
        }
    }
}
