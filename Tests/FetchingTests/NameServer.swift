// A name server of a few lines on UDP, for tests of look-ups.

import Foundation
import Synchronization

/// Answers A queries on 127.0.0.1 from its own thread until it dies.
final class NameServer: Sendable {
    /// What to answer for a name.
    enum Answer: Sendable {
        case address(String, lifetimeSeconds: UInt32)
        /// Several at once, at most 80.
        case addresses([String], lifetimeSeconds: UInt32)
        case unknownName
        case serverFailure
        case silence
    }

    let port: UInt16
    private let descriptor: Int32
    private let answer: @Sendable (String) -> Answer
    private let asked = Mutex<[String: Int]>([:])
    private let isStopping = Atomic<Bool>(false)

    init(_ answer: @escaping @Sendable (String) -> Answer) throws {
        self.answer = answer
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, size) == 0 ? getsockname(descriptor, generic, &size) : -1
            }
        }
        guard descriptor >= 0, status == 0 else { throw CocoaError(.fileReadUnknown) }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
        // The thread looks whether it is to end this often.
        var wait = timeval(tv_sec: 0, tv_usec: 20_000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        Thread.detachNewThread { [weak self] in
            while let self, !self.isStopping.load(ordering: .acquiring) { self.serveOne() }
        }
    }

    deinit { close(descriptor) }

    func stop() { isStopping.store(true, ordering: .releasing) }

    /// Queries for a name so far.
    func queries(for name: String) -> Int { asked.withLock { $0[name] ?? 0 } }
    var queries: Int { asked.withLock { $0.values.reduce(0, +) } }

    private func append(_ addresses: [String], _ lifetime: UInt32, to reply: inout [UInt8]) {
        reply[7] = UInt8(addresses.count)
        for text in addresses {
            reply += [0xC0, 12, 0, 1, 0, 1]
            reply += withUnsafeBytes(of: lifetime.bigEndian) { Array($0) }
            reply += [0, 4] + text.split(separator: ".").map { UInt8($0) ?? 0 }
        }
    }

    private func serveOne() {
        var query = [UInt8](repeating: 0, count: 1500)
        var from = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = withUnsafeMutablePointer(to: &from) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                recvfrom(descriptor, &query, query.count, 0, $0, &size)
            }
        }
        guard count > 16 else { return }
        var labels: [String] = []
        var position = 12
        while query[position] != 0, position + Int(query[position]) < count {
            let length = Int(query[position])
            labels.append(String(decoding: query[(position + 1)...(position + length)], as: UTF8.self))
            position += length + 1
        }
        let isA = query[position + 1] == 0 && query[position + 2] == 1
        let name = labels.joined(separator: ".")
        asked.withLock { $0[name, default: 0] += 1 }
        var reply = Array(query[..<(position + 5)])
        reply[2] = 0x81
        reply[3] = 0x80
        reply[7] = 0
        for index in 8..<12 { reply[index] = 0 }
        switch answer(name) {
        case .silence: return
        case .unknownName: reply[3] |= 3
        case .serverFailure: reply[3] |= 2
        case .address(let text, let lifetime):
            if isA { append([text], lifetime, to: &reply) }
        case .addresses(let texts, let lifetime):
            if isA { append(texts, lifetime, to: &reply) }
        }
        withUnsafeMutablePointer(to: &from) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(descriptor, reply, reply.count, 0, $0, size)
            }
        }
    }
}
