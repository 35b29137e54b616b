// A small HTTP/1.1 server on real sockets, for the demo, the tests and the benchmarks.

internal import CLinux
internal import Glibc
internal import Ground
internal import Synchronization

/// Serves drawn images, and every fault that a script asks for, from one thread.
///
/// It answers from the moment `init` returns until ``stop()`` or its end of life. Paths are in
/// ``pathGrammar``, faults in ``FaultScript/grammar``.
package final class SampleWebServer: Sendable {
    /// The paths for people.
    package static let pathGrammar = """
        /image/<width>x<height>/<kind>/<seed>.<format>   a drawn image
          kinds    \(SampleImage.Kind.allCases.map(\.rawValue).joined(separator: " "))
          formats  \(SampleImage.Format.allCases.map(\.rawValue).joined(separator: " "))
        /bytes/<count>                                   so many bytes
        /page                                            an HTML page
        /                                                this text

        """

    /// The port listened on.
    package let port: UInt16
    private let state: ServerState
    private let wake: Int32
    private let thread = Mutex<NamedThread?>(nil)

    /// Listens and starts the thread `sample-web`.
    package init(_ options: SampleWebOptions = SampleWebOptions()) throws(SampleWebError) {
        let listener = try Listener(
            address: options.address, port: options.port, isLoopbackOnly: options.isLoopbackOnly)
        port = listener.port
        state = ServerState(options)
        wake = eventfd(0, Int32(EFD_CLOEXEC))
        guard wake >= 0 else { throw SampleWebError(.socket, "eventfd: \(String(cString: strerror(errno)))") }
        let loop = Handover(try ServerLoop(listener: listener.release(), wake: wake, state: state))
        thread.withLock { $0 = NamedThread("sample-web") { loop.value.run() } }
    }

    deinit {
        stop()
        close(wake)
    }

    /// Carries the loop to its thread. `@unchecked Sendable` holds because nobody else keeps the loop.
    private final class Handover: @unchecked Sendable {
        let value: ServerLoop
        init(_ value: ServerLoop) { self.value = value }
    }

    /// Closes all connections and ends the thread; harmless when done already.
    package func stop() {
        state.isStopping.store(true, ordering: .releasing)
        var one: UInt64 = 1
        _ = write(wake, &one, MemoryLayout<UInt64>.size)
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    /// The URL of a path of this server, e.g. `url("/image/64x64/photo/1.jpg?delay=100")`.
    ///
    /// - Parameter host: another name or address that leads here.
    package func url(_ path: String, host: String = "127.0.0.1") -> String {
        "http://\(host):\(port)\(path)"
    }

    /// Lets `path` (without query) answer `response`; nil takes the route away.
    package func route(_ path: String, response: ScriptedResponse?) {
        state.setRoute(path, response)
    }

    /// Draws images beforehand, on several threads, and returns when they are in the cache.
    package func draw(_ images: [SampleImage], threads: Int) throws(SampleWebError) {
        let cache = state.cache
        try DrawingCrew.share(images.count, threads: threads) { index throws(SampleWebError) in
            _ = try cache.encoded(images[index])
        }
    }

    // MARK: - What happened

    /// Requests for a path with or without query; with a query in `path`, only those with just that query.
    package func requests(for path: String) -> Int { state.log.count(of: path) }
    /// Requests for anything.
    package var requests: Int { state.log.total }
    /// The newest request for a path, whatever its query.
    package func lastRequest(for path: String) -> RecordedRequest? {
        state.log.last(of: path.prefix { $0 != "?" })
    }
    /// Connections accepted so far.
    package var connectionsAccepted: Int { state.accepted.load(ordering: .relaxed) }
    /// Connections open now.
    package var openConnections: Int { state.open.load(ordering: .relaxed) }
    /// Most connections open at once.
    package var maximumOpenConnections: Int { state.maximumOpen.load(ordering: .relaxed) }
    /// Requests being answered now, stalled ones included.
    package var requestsInFlight: Int { state.inFlight.load(ordering: .relaxed) }
    /// Most requests being answered at once.
    package var maximumRequestsInFlight: Int { state.maximumInFlight.load(ordering: .relaxed) }
    /// Requests that a polite host answered with 429.
    package var politeRefusals: Int { state.politeHosts.refusals }
    /// Bytes of heads and bodies sent.
    package var sentBytes: Int { state.sentBytes.load(ordering: .relaxed) }
    /// Forgets the requests counted so far; numbers of connections stay.
    package func forgetRequests() { state.log.reset() }
}
