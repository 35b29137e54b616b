// Runs an engine against a server of the test and collects what it delivers.

import Fetching
import Ground
import Synchronization

/// Options that reach this machine, whatever proxy its environment names.
func loopbackOptions(_ change: (inout FetchOptions) -> Void = { _ in }) -> FetchOptions {
    var options = FetchOptions()
    options.proxy = ""
    options.allowsPrivateAddresses = true
    // Long, as a busy machine must not fail a row; tests of time limits set their own.
    options.timeout = .seconds(300)
    options.retries = 0
    change(&options)
    return options
}

/// Results by id, in the order of delivery; waits for a number of them.
final class ResultBox: Sendable {
    private let results = Mutex<[FetchResult]>([])
    private let target = Mutex<(count: Int, waiter: CheckedContinuation<Void, Never>?)>((0, nil))

    func add(_ result: FetchResult) {
        let count = results.withLock { results in
            results.append(result)
            return results.count
        }
        let waiter = target.withLock { target in
            guard let waiter = target.waiter, count >= target.count else {
                return nil as CheckedContinuation<Void, Never>?
            }
            target.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    var all: [FetchResult] { results.withLock { $0 } }
    var count: Int { results.withLock { $0.count } }

    /// Lets go of what has come so far.
    ///
    /// - Returns: how many they were.
    func drop() -> Int {
        let dropped = results.withLock { results in
            defer { results = [] }
            return results
        }
        return dropped.count
    }

    func wait(for count: Int) async {
        await withCheckedContinuation { continuation in
            target.withLock { $0 = (count, continuation) }
            // It may have come between.
            let isThere = self.count >= count
            let waiter = target.withLock { target in
                defer { if isThere { target.waiter = nil } }
                return isThere ? target.waiter : nil
            }
            waiter?.resume()
        }
    }
}

/// Fetches `urls` with an engine of their own and gives the results in the order of `urls`.
func fetch(
    _ urls: [String], _ options: FetchOptions = loopbackOptions(), budget: MemoryBudget? = nil
) async throws -> [FetchResult] {
    let box = ResultBox()
    let engine = try FetchEngine(options, budget: budget ?? MemoryBudget(limitBytes: 256 << 20)) { box.add($0) }
    defer { engine.stop() }
    engine.submit(urls.enumerated().map { FetchRequest(id: UInt64($0.offset), url: $0.element) })
    await box.wait(for: urls.count)
    return box.all.sorted { $0.id < $1.id }
}

/// Fetches one URL.
func fetch(_ url: String, _ options: FetchOptions = loopbackOptions()) async throws -> FetchResult {
    try await fetch([url], options)[0]
}

extension FetchResult {
    var error: FetchError? {
        if case .failure(let error) = outcome { error } else { nil }
    }
    var body: [UInt8]? {
        guard case .success(let body) = outcome else { return nil }
        return body.buffer.withUnsafeBytes { Array($0) }
    }
}

/// Each message among the failed `results`, with the number of its rows; empty if all succeeded.
func failures(_ results: [FetchResult]) -> [String: Int] {
    results.reduce(into: [:]) { counts, result in
        if let error = result.error { counts["\(error)", default: 0] += 1 }
    }
}
