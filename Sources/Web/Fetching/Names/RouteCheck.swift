// Whether this machine can reach the IPv6 internet.

internal import Glibc

enum RouteCheck {
    /// Whether packets to the IPv6 internet have a way out. Connecting a datagram socket sends nothing.
    static func hasRoute6() -> Bool {
        let descriptor = socket(AF_INET6, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = UInt16(53).bigEndian
        // Any address of the global range will do.
        withUnsafeMutableBytes(of: &address.sin6_addr) { bytes in
            bytes[0] = 0x20
            bytes[1] = 0x01
            bytes[15] = 1
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
            }
        }
    }
}
