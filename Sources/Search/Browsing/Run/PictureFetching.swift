// Pictures of URLs that clients name, fetched as carefully as those of lists.

internal import Fetching
internal import Ground

/// Fetches one picture after the other. Addresses that are not on the public internet are refused, by redirect too, as in
/// downloads. Safe to use from any thread.
final class PictureFetching: Sendable {
    private let engine: FetchEngine
    private let results: Monitor<[UInt64: FetchResult]>
    private let nextID = Monitor<UInt64>(0)

    private static let mostBytes = 32 << 20

    /// - Throws: `output` where no thread or socket is left.
    init() throws(CommandFailure) {
        var options = FetchOptions()
        options.maximumInFlight = 8
        options.maximumBodyBytes = Self.mostBytes
        options.deadline = .seconds(20)
        options.retries = 0
        let results = Monitor<[UInt64: FetchResult]>([:])
        self.results = results
        do throws(FetchError) {
            engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 4 * Self.mostBytes)) { result in
                results.change { $0[result.id] = result }
            }
        } catch {
            throw CommandFailure(.output, error.message)
        }
    }

    /// The bytes behind a URL, whatever they are.
    ///
    /// - Throws: `command`: it is no URL, refused, or its server does not answer with a body.
    func bytes(of url: String) throws(CommandFailure) -> [UInt8] {
        let id = nextID.change { next in
            next += 1
            return next
        }
        engine.submit([FetchRequest(id: id, url: url)])
        let result = results.wait { $0.removeValue(forKey: id) }
        switch result.outcome {
        case .success(let body): return body.buffer.withUnsafeBytes { Array($0) }
        case .failure(let error): throw CommandFailure(.command, "\"image_url\" cannot be fetched: \(error.message)")
        }
    }
}
