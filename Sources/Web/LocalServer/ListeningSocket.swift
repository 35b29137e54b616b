// The socket that clients connect to.

internal import Glibc

/// Closed in `deinit`. Accepting never waits.
final class ListeningSocket: Sendable {
    let descriptor: Int32
    /// With the port that the system chose.
    let address: ListenAddress

    /// - Throws: `address`, `system`.
    init(_ address: ListenAddress) throws(ServerError) {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = socket(address.isIPv6 ? AF_INET6 : AF_INET, kind, 0)
        guard socket >= 0 else { throw Self.error(errno, address) }
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let isOpen = Self.withSystemAddress(address) { bind(socket, $0, $1) == 0 } && listen(socket, 64) == 0
        guard isOpen else {
            let error = Self.error(errno, address)
            close(socket)
            throw error
        }
        descriptor = socket
        var found = address
        found.port = Self.port(of: socket) ?? address.port
        self.address = found
    }

    deinit { close(descriptor) }

    /// A client's socket; nil when none waits, or none can be had now: errno says which.
    func accept() -> Int32? {
        let socket = Glibc.accept(descriptor, nil, nil)
        guard socket >= 0 else { return nil }
        // Linux gives an accepted socket none of the listening one's flags.
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        // Head and body are two writes.
        var yes: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        return socket
    }

    private static func withSystemAddress<R>(
        _ address: ListenAddress, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
    ) -> R {
        if address.isIPv6 {
            var system = sockaddr_in6()
            system.sin6_family = sa_family_t(AF_INET6)
            system.sin6_port = address.port.bigEndian
            inet_pton(AF_INET6, address.host, &system.sin6_addr)
            return withUnsafePointer(to: system) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
        var system = sockaddr_in()
        system.sin_family = sa_family_t(AF_INET)
        system.sin_port = address.port.bigEndian
        inet_pton(AF_INET, address.host, &system.sin_addr)
        return withUnsafePointer(to: system) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func port(of socket: Int32) -> UInt16? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        guard status == 0 else { return nil }
        // IPv4 and IPv6 have the port at the same place.
        return withUnsafeBytes(of: storage) { UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) }
    }

    private static func error(_ number: Int32, _ address: ListenAddress) -> ServerError {
        let hint =
            switch number {
            case EADDRINUSE:
                "\n  stop the other program, or choose another port: --listen \(address.at(port: 0)) finds one"
            case EADDRNOTAVAIL: "\n  use an address of this machine (ip address), or 0.0.0.0 for all of them"
            case EACCES: "\n  ports below 1024 are for root: choose another one"
            default: ""
            }
        let words =
            switch number {
            case EADDRINUSE: "the port is in use"
            case EADDRNOTAVAIL: "this machine does not have the address"
            case EACCES: "the port is not allowed"
            default: String(cString: strerror(number))
            }
        return ServerError(
            [EADDRINUSE, EADDRNOTAVAIL, EACCES].contains(number) ? .address : .system,
            "cannot listen at \(address): \(words)\(hint)")
    }
}
