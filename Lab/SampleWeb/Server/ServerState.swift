// What the server's thread and its users share.

internal import Synchronization

/// Numbers and settings that both sides touch, each safe by itself.
final class ServerState: Sendable {
    let options: SampleWebOptions
    let cache: ImageCache
    let log: RequestLog
    let politeHosts = PoliteHosts()
    private let routes = Mutex<[String: ScriptedResponse]>([:])

    let isStopping = Atomic(false)
    let accepted = Atomic(0)
    let open = Atomic(0)
    let maximumOpen = Atomic(0)
    let inFlight = Atomic(0)
    let maximumInFlight = Atomic(0)
    let sentBytes = Atomic(0)

    init(_ options: SampleWebOptions) {
        self.options = options
        cache = ImageCache(maximumBytes: options.maximumCacheBytes)
        log = RequestLog(
            maximumCounted: options.maximumCountedURLs, maximumRemembered: options.maximumRememberedRequests)
    }

    func setRoute(_ path: String, _ response: ScriptedResponse?) {
        routes.withLock { $0[path] = response }
    }

    func route(_ path: Substring) -> ScriptedResponse? {
        routes.withLock { $0.isEmpty ? nil : $0[String(path)] }
    }
}
