// A small DNS server on real sockets, for the tests and the benchmarks.

internal import CLinux
internal import Glibc
internal import Ground
internal import Synchronization

/// Answers by script over UDP and TCP, from one thread, from the moment `init` returns until ``stop()``.
package final class SampleNameServer: Sendable {
    /// The port listened on.
    package let port: UInt16
    /// As name servers are written: `127.0.0.1:5353`, `[::1]:5353`.
    package let place: String
    private let log = QueryLog()
    private let wake: Int32
    private let thread = Mutex<NamedThread?>(nil)

    /// Listens and starts the thread `sample-names`.
    package init(_ options: SampleNamesOptions = SampleNamesOptions()) throws(SampleNamesError) {
        let script = try NameScript(options.rules)
        let sockets = try NameSockets(address: options.address, port: options.port)
        port = sockets.port
        place = (options.address.contains(":") ? "[\(options.address)]" : options.address) + ":\(sockets.port)"
        wake = eventfd(0, Int32(EFD_CLOEXEC))
        guard wake >= 0 else { throw SampleNamesError(.socket, "eventfd: \(String(cString: strerror(errno)))") }
        let loop = Handover(NameServerLoop(sockets, wake: wake, script: script, options: options, log: log))
        thread.withLock { $0 = NamedThread("sample-names") { loop.value.run() } }
    }

    /// A server with these rules, and all else by default.
    package convenience init(_ rules: String...) throws(SampleNamesError) {
        var options = SampleNamesOptions()
        options.rules = rules
        try self.init(options)
    }

    deinit {
        stop()
        close(wake)
    }

    /// Carries the loop to its thread. `@unchecked Sendable` holds because nobody else keeps the loop.
    private final class Handover: @unchecked Sendable {
        let value: NameServerLoop
        init(_ value: NameServerLoop) { self.value = value }
    }

    /// Ends the thread; harmless when done already.
    package func stop() {
        var one: UInt64 = 1
        _ = write(wake, &one, MemoryLayout<UInt64>.size)
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    // MARK: - What happened

    /// Queries for a name in lower case, of one type or of A and AAAA together.
    package func queries(for name: String, type: RecordType? = nil) -> Int {
        log.count(of: name, type: type?.rawValue)
    }
    /// Queries for anything.
    package var queries: Int { log.total }
    /// Queries over TCP.
    package var tcpQueries: Int { log.overTCP }
    /// Queries that were lost, or never to be answered.
    package var unanswered: Int { log.unanswered }
    /// Most replies that waited for their delay at once.
    package var mostAtOnce: Int { log.mostAtOnce }
}
