// The socket on which clients come in.

internal import Glibc

/// A listening TCP socket of IPv4; dropping it closes it.
struct Listener: ~Copyable {
    private let socket: Int32
    /// The port, also when a free one was asked for.
    let port: UInt16

    /// Listens on an address and port.
    ///
    /// - Parameters:
    ///   - isLoopbackOnly: whether only this machine reaches the socket, whatever the address.
    ///   - backlog: connections that wait for being accepted, as `listen` takes them; nil binds the port, so that
    ///     nobody else gets it, and does not listen.
    init(
        address: String, port: UInt16, isLoopbackOnly: Bool = false, backlog: Int32? = 65_535
    ) throws(SampleWebError) {
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        guard inet_pton(AF_INET, address, &place.sin_addr) == 1 else {
            throw SampleWebError(.socket, "\"\(address)\" is no IPv4 address")
        }
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(AF_INET, kind, 0)
        guard socket >= 0 else { throw Self.failure("cannot make a socket") }
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        if isLoopbackOnly {
            // Allowed to everybody since Linux 5.7.
            guard setsockopt(socket, SOL_SOCKET, SO_BINDTODEVICE, "lo", 2) == 0 else {
                let failure = Self.failure("cannot stay on loopback")
                close(socket)
                throw failure
            }
        }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                // The system shortens the backlog to net.core.somaxconn.
                bind(socket, address, length) == 0 && (backlog.map { listen(socket, $0) == 0 } ?? true)
                    && getsockname(socket, address, &length) == 0
            }
        }
        guard status else {
            let failure = Self.failure("cannot listen on \(address):\(port)")
            close(socket)
            throw failure
        }
        self.socket = socket
        self.port = UInt16(bigEndian: place.sin_port)
    }

    /// Gives the socket away; the caller closes it.
    consuming func release() -> Int32 {
        let socket = socket
        discard self
        return socket
    }

    deinit {
        close(socket)
    }

    private static func failure(_ what: String) -> SampleWebError {
        SampleWebError(.socket, "\(what): \(String(cString: strerror(errno)))")
    }
}
