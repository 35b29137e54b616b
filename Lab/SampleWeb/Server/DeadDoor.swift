// Ports where no connection comes about.

internal import Glibc

/// A port of every loopback address that is taken and leads nowhere.
final class DeadDoor: Sendable {
    /// How connections fail.
    enum Manner {
        /// They are refused at once.
        case refusing
        /// The first packet is dropped, as by a firewall: the queue of connections is full and never emptied.
        case silent
    }

    let port: UInt16
    private let socket: Int32
    /// Connections of ours that fill the queue.
    private let fillers: [Int32]

    init(_ manner: Manner) throws(SampleWebError) {
        let listener = try Listener(
            address: "0.0.0.0", port: 0, isLoopbackOnly: true, backlog: manner == .silent ? 0 : nil)
        let port = listener.port
        self.port = port
        socket = listener.release()
        // Linux lets one more in than the backlog says; the others find the queue full, and stay half open.
        fillers = manner == .refusing ? [] : (0..<4).map { _ in Self.knock(at: port) }
    }

    deinit {
        for filler in fillers where filler >= 0 { close(filler) }
        close(socket)
    }

    private static func knock(at port: UInt16) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(AF_INET, kind, 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        _ = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return socket
    }
}
