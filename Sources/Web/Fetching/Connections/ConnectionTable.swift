// The connections of one loop, by socket and by their ends.

internal import Glibc

/// Finds the connection that libcurl has chosen for a transfer: it names its ends, not its socket. Touched by one
/// loop's thread; outlives the multi handle, whose end closes sockets.
final class ConnectionTable {
    private let poller: Poller
    private var bySocket: [Int32: OpenConnection] = [:]
    private var byEnds: [OpenConnection.Ends: OpenConnection] = [:]

    /// Connections open now, in use or idle.
    private(set) var count = 0

    init(poller: Poller) { self.poller = poller }

    subscript(descriptor: Int32) -> OpenConnection? { bySocket[descriptor] }

    subscript(ends: OpenConnection.Ends) -> OpenConnection? { byEnds[ends] }

    func opened(_ connection: OpenConnection) {
        bySocket[connection.descriptor] = connection
        count += 1
    }

    /// The one of a transfer's sockets that was connected first, with its ends noted. The others are given up by
    /// libcurl.
    func established(_ descriptors: [Int32], ends: OpenConnection.Ends) -> OpenConnection? {
        let open = descriptors.compactMap { bySocket[$0] }
        guard
            let chosen = open.count == 1
                ? open[0] : open.first(where: { Self.localPort($0.descriptor) == ends.localPort })
        else { return nil }
        chosen.ends = ends
        byEnds[ends] = chosen
        return chosen
    }

    func closed(_ descriptor: Int32) {
        count -= 1
        poller.closed(descriptor)
        guard let connection = bySocket.removeValue(forKey: descriptor) else { return }
        if let ends = connection.ends, byEnds[ends] === connection { byEnds[ends] = nil }
    }

    private static func localPort(_ descriptor: Int32) -> Int32? {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &address) { bytes in
            guard getsockname(descriptor, bytes.bindMemory(to: sockaddr.self).baseAddress, &length) == 0 else {
                return nil
            }
            // The port has the same place in both families.
            return Int32(bytes[2]) << 8 | Int32(bytes[3])
        }
    }
}
