// The sockets on which queries come in: one for datagrams, one for connections, the same port.

internal import Glibc

/// Two bound sockets; dropping them closes both.
struct NameSockets: ~Copyable {
    let datagrams: Int32
    let listener: Int32
    /// The port of both, also when a free one was asked for.
    let port: UInt16

    init(address: String, port: UInt16) throws(SampleNamesError) {
        // A free port of one kind may be taken in the other: then another is tried.
        for attempt in 1...20 {
            let first = try Self.bound(address, port, Int32(SOCK_DGRAM.rawValue))
            let second: (descriptor: Int32, port: UInt16)
            do {
                second = try Self.bound(address, first.port, Int32(SOCK_STREAM.rawValue))
            } catch {
                close(first.descriptor)
                guard port == 0, attempt < 20 else { throw error }
                continue
            }
            var bytes: Int32 = 8 << 20
            setsockopt(first.descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
            datagrams = first.descriptor
            listener = second.descriptor
            self.port = first.port
            return
        }
        throw SampleNamesError(.socket, "no free port for UDP and TCP")
    }

    deinit {
        close(datagrams)
        close(listener)
    }

    private static func bound(
        _ address: String, _ port: UInt16, _ kind: Int32
    ) throws(SampleNamesError) -> (descriptor: Int32, port: UInt16) {
        var storage = sockaddr_storage()
        let family = address.contains(":") ? AF_INET6 : AF_INET
        var length = socklen_t(family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size)
        let isAddress = withUnsafeMutableBytes(of: &storage) { bytes in
            if family == AF_INET {
                var place = sockaddr_in()
                place.sin_family = sa_family_t(AF_INET)
                place.sin_port = port.bigEndian
                let status = inet_pton(AF_INET, address, &place.sin_addr)
                bytes.storeBytes(of: place, as: sockaddr_in.self)
                return status == 1
            }
            var place = sockaddr_in6()
            place.sin6_family = sa_family_t(AF_INET6)
            place.sin6_port = port.bigEndian
            let status = inet_pton(AF_INET6, address, &place.sin6_addr)
            bytes.storeBytes(of: place, as: sockaddr_in6.self)
            return status == 1
        }
        guard isAddress else { throw SampleNamesError(.socket, "\"\(address)\" is no address") }
        let descriptor = socket(family, kind | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure("cannot make a socket") }
        var yes: Int32 = 1
        if kind == Int32(SOCK_STREAM.rawValue) {
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        }
        let isBound = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0
                    && (kind == Int32(SOCK_DGRAM.rawValue) || listen(descriptor, 128) == 0)
                    && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard isBound else {
            let failure = failure("cannot listen on \(address):\(port)")
            close(descriptor)
            throw failure
        }
        // Both families have the port at the same place.
        let own = withUnsafeBytes(of: &storage) {
            UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
        return (descriptor, own)
    }

    private static func failure(_ what: String) -> SampleNamesError {
        SampleNamesError(.socket, "\(what): \(String(cString: strerror(errno)))")
    }
}
