// A server that answers every connection at once with the same bytes, whatever it is asked.

import Foundation
import Synchronization

/// Listens on 127.0.0.1 from its own thread until `stop`.
final class OneAnswerServer: Sendable {
    let port: UInt16
    private let descriptor: Int32
    private let isStopping = Atomic<Bool>(false)

    convenience init(_ answer: String) throws { try self.init(bytes: Array(answer.utf8)) }

    init(bytes: [UInt8]) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, size) == 0 ? getsockname(descriptor, generic, &size) : -1
            }
        }
        guard descriptor >= 0, status == 0, listen(descriptor, 16) == 0 else { throw CocoaError(.fileReadUnknown) }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
        // The thread looks whether it is to end this often.
        var wait = timeval(tv_sec: 0, tv_usec: 20_000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        Thread.detachNewThread { [weak self] in
            while let self, !self.isStopping.load(ordering: .acquiring) {
                let connection = accept(self.descriptor, nil, nil)
                guard connection >= 0 else { continue }
                // Reads what came first: closing with bytes unread would reset the connection.
                var request = [UInt8](repeating: 0, count: 4096)
                recv(connection, &request, request.count, 0)
                var sent = 0
                while sent < bytes.count {
                    let count = bytes.withUnsafeBytes { all in
                        all.baseAddress.map { send(connection, $0 + sent, all.count - sent, Int32(MSG_NOSIGNAL)) } ?? -1
                    }
                    guard count > 0 else { break }
                    sent += count
                }
                close(connection)
            }
        }
    }

    deinit { close(descriptor) }

    func stop() { isStopping.store(true, ordering: .releasing) }
}
