// An HTTP/1.1 server that answers what a closure says: a stand-in for the services of others.

internal import Foundation
internal import Glibc
internal import Synchronization

/// Listens on 127.0.0.1, one thread for each connection, as long as it lives. Bodies have a length.
package final class ScriptedService: Sendable {
    package typealias Script = @Sendable (ServiceRequest) -> ServiceAnswer

    /// No socket could be had.
    private struct NoSocket: Error {}

    package let port: UInt16
    private let descriptor: Int32
    private let state: State

    private final class State: Sendable {
        let asked = Mutex<[ServiceRequest]>([])
        let connections = Atomic<Int>(0)
        let isStopping = Atomic<Bool>(false)
    }

    /// - Parameter script: called on the connection's thread.
    package init(_ script: @escaping Script) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(descriptor, raw, size) == 0 && listen(descriptor, 256) == 0
                    && getsockname(descriptor, raw, &size) == 0
            }
        }
        guard isListening else {
            close(descriptor)
            throw NoSocket()
        }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
        let state = State()
        self.state = state
        Thread.detachNewThread {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0, !state.isStopping.load(ordering: .acquiring) else {
                    if connection >= 0 { close(connection) }
                    close(descriptor)
                    return
                }
                state.connections.wrappingAdd(1, ordering: .relaxed)
                Thread.detachNewThread {
                    Self.serve(connection, script, state)
                    close(connection)
                }
            }
        }
    }

    deinit {
        state.isStopping.store(true, ordering: .releasing)
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    package func url(_ target: String) -> String { "http://127.0.0.1:\(port)\(target)" }

    /// The requests so far.
    package var requests: [ServiceRequest] { state.asked.withLock { $0 } }

    /// The requests since the last call.
    package func takeRequests() -> [ServiceRequest] {
        state.asked.withLock { asked in
            defer { asked = [] }
            return asked
        }
    }

    /// Connections so far.
    package var connections: Int { state.connections.load(ordering: .relaxed) }

    private static func serve(_ connection: Int32, _ script: Script, _ state: State) {
        var one: Int32 = 1
        setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        let reader = ServiceConnection(connection)
        while let request = reader.next() {
            state.asked.withLock { $0.append(request) }
            switch script(request) {
            case .silence:
                // Ends when the client hangs up.
                _ = reader.next()
                return
            case .cut(let bytes):
                _ = reader.write(bytes)
                return
            case .answer(let status, let headers, let body):
                guard reader.write(status: status, headers, body: request.method == "HEAD" ? nil : body, body.count)
                else { return }
            }
        }
    }
}
