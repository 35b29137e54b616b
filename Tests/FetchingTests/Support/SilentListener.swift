// A port that takes connections and never says a word, or takes none.

import Foundation

/// Listens on 127.0.0.1 without ever accepting.
final class SilentListener {
    let port: UInt16
    private let descriptor: Int32
    private var fillers: [Int32] = []

    /// - Parameter isFull: its queue is filled up, so that further connections get no answer at all; else they
    ///   stand and nothing comes.
    init(isFull: Bool) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listening = descriptor
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listening, generic, size) == 0 ? getsockname(listening, generic, &size) : -1
            }
        }
        guard descriptor >= 0, status == 0, listen(descriptor, isFull ? 0 : 64) == 0 else {
            throw CocoaError(.fileReadUnknown)
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isFull else { return }
        // A queue of length 0 holds one connection on Linux; a few more make sure.
        for _ in 0..<4 {
            let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = connect(filler, $0, size) }
            }
            fillers.append(filler)
        }
    }

    deinit {
        for filler in fillers { close(filler) }
        close(descriptor)
    }
}
