// An HTTP/1.1 server that keeps its connections, and sends on them whatever a script says.

import Foundation
import Synchronization

/// Listens on 127.0.0.1, one thread for each connection, until `stop`.
final class ScriptedServer: Sendable {
    /// One step of what is sent for a request.
    enum Step: Sendable {
        case send(String)
        case bytes([UInt8])
        /// For so many milliseconds nothing is sent, nor is the next request read: the fault is in the time.
        case rest(Int)
        case close
    }

    let port: UInt16
    /// Connections taken so far.
    var connections: Int { taken.load(ordering: .relaxed) }
    /// The targets asked for, in order.
    var requests: [String] { asked.withLock { $0 } }

    private let descriptor: Int32
    private let taken = Atomic<Int>(0)
    private let asked = Mutex<[String]>([])
    private let isStopping = Atomic<Bool>(false)

    /// - Parameter script: what to do for a target and the head of its request; called on the connection's thread.
    init(_ script: @escaping @Sendable (_ target: String, _ head: String) -> [Step]) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutableBytes(of: &address) { bytes in
            let pointer = bytes.bindMemory(to: sockaddr.self).baseAddress
            return bind(descriptor, pointer, size) + getsockname(descriptor, pointer, &size)
        }
        guard descriptor >= 0, status == 0, listen(descriptor, 512) == 0 else { throw CocoaError(.fileReadUnknown) }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard let self, !self.isStopping.load(ordering: .acquiring) else {
                    if connection >= 0 { close(connection) }
                    return
                }
                guard connection >= 0 else { return }
                self.taken.wrappingAdd(1, ordering: .relaxed)
                var one: Int32 = 1
                setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
                Thread.detachNewThread { [weak self] in
                    Self.talk(connection, script) { target in self?.asked.withLock { $0.append(target) } }
                    close(connection)
                }
            }
        }
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    func stop() {
        isStopping.store(true, ordering: .releasing)
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    private static func talk(
        _ connection: Int32, _ script: (String, String) -> [Step], note: (String) -> Void
    ) {
        var pending: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 65_536)
        while true {
            var end = Self.headEnd(pending)
            while end == nil {
                let count = recv(connection, &room, room.count, 0)
                guard count > 0 else { return }
                pending += room[..<count]
                end = Self.headEnd(pending)
            }
            guard let end else { return }
            let head = String(decoding: pending[..<end], as: UTF8.self)
            pending.removeFirst(end)
            let words = head.split(separator: " ", maxSplits: 2)
            guard words.count == 3 else { return }
            note(String(words[1]))
            for step in script(String(words[1]), head) {
                switch step {
                case .send(let text): guard write(connection, Array(text.utf8)) else { return }
                case .bytes(let bytes): guard write(connection, bytes) else { return }
                case .rest(let milliseconds): usleep(UInt32(milliseconds) * 1000)
                case .close: return
                }
            }
        }
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (4...bytes.count).first { bytes[($0 - 4)..<$0].elementsEqual([13, 10, 13, 10]) }
    }

    private static func write(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                all.baseAddress.map { send(connection, $0 + sent, all.count - sent, Int32(MSG_NOSIGNAL)) } ?? -1
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
