// The name server's one thread: takes queries, sends replies when their time has come.

internal import Glibc
internal import Ground
internal import Synchronization

/// Serves until its wake descriptor becomes readable.
final class NameServerLoop {
    private struct Connection {
        let number: Int
        let descriptor: Int32
        var input: [UInt8] = []
    }

    /// More TCP connections wait in the system's line.
    private static let maximumConnections = 200
    /// Longest query over TCP.
    private static let maximumQueryBytes = 4096

    /// A reply on its way.
    private struct Reply {
        /// Where it goes.
        enum Place {
            /// A socket address, as it came.
            case datagram([UInt8])
            /// A TCP connection, by its number.
            case connection(Int)
        }

        let place: Place
        let bytes: [UInt8]
    }

    private let sockets: NameSockets
    private let wake: Int32
    private let script: NameScript
    private let options: SampleNamesOptions
    private let log: QueryLog
    /// By the monotonic clock, in nanoseconds.
    private var due = DueQueue<Int64, Reply>()
    private var connections: [Connection] = []
    private var lastNumber = 0
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    init(
        _ sockets: consuming NameSockets, wake: Int32, script: NameScript, options: SampleNamesOptions, log: QueryLog
    ) {
        self.sockets = sockets
        self.wake = wake
        self.script = script
        self.options = options
        self.log = log
    }

    deinit {
        for connection in connections { close(connection.descriptor) }
    }

    func run() {
        while true {
            var watched = [
                pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
                pollfd(fd: sockets.datagrams, events: Int16(POLLIN), revents: 0),
            ]
            for connection in connections {
                watched.append(pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0))
            }
            if connections.count < Self.maximumConnections {
                watched.append(pollfd(fd: sockets.listener, events: Int16(POLLIN), revents: 0))
            }
            _ = poll(&watched, nfds_t(watched.count), waitMilliseconds())
            if watched[0].revents != 0 { return }
            if watched[1].revents != 0 { takeDatagrams() }
            // From the back: a connection that ends leaves the list.
            for index in connections.indices.reversed() where watched[2 + index].revents != 0 { readConnection(index) }
            if connections.count < Self.maximumConnections { takeConnection() }
            while let reply = due.next(now: Self.now()) { send(reply) }
        }
    }

    private func waitMilliseconds() -> Int32 {
        guard let first = due.firstDue else { return -1 }
        return Int32(clamping: (max(0, first - Self.now()) + 999_999) / 1_000_000)
    }

    private func takeDatagrams() {
        for _ in 0..<1024 {
            var from = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let count = withUnsafeMutablePointer(to: &from) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(sockets.datagrams, &buffer, buffer.count, 0, $0, &length)
                }
            }
            guard count > 0 else { return }
            guard let query = NameQuery(buffer[..<count]) else { continue }
            answer(query, to: .datagram(withUnsafeBytes(of: &from) { Array($0.prefix(Int(length))) }), isTCP: false)
        }
    }

    private func takeConnection() {
        let descriptor = accept(sockets.listener, nil, nil)
        guard descriptor >= 0 else { return }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        lastNumber += 1
        connections.append(Connection(number: lastNumber, descriptor: descriptor))
    }

    private func readConnection(_ index: Int) {
        let count = recv(connections[index].descriptor, &buffer, buffer.count, 0)
        if count < 0 && errno == EAGAIN { return }
        guard count > 0 else { return end(index) }
        connections[index].input += buffer[..<count]
        while connections[index].input.count >= 2 {
            let input = connections[index].input
            let length = Int(input[0]) << 8 | Int(input[1])
            guard length <= Self.maximumQueryBytes else { return end(index) }
            guard input.count >= 2 + length else { return }
            connections[index].input.removeFirst(2 + length)
            guard let query = NameQuery(input[2..<(2 + length)]) else { return end(index) }
            answer(query, to: .connection(connections[index].number), isTCP: true)
        }
    }

    private func end(_ index: Int) {
        close(connections[index].descriptor)
        connections.remove(at: index)
    }

    private func answer(_ query: NameQuery, to place: Reply.Place, isTCP: Bool) {
        let number = log.add(query, isTCP: isTCP)
        guard !options.isDead, due.count < options.maximumAtOnce,
            let plan = ReplyPlan(query, script: script, seed: options.seed, number: number, isTCP: isTCP)
        else {
            log.leftUnanswered()
            return
        }
        due.add(
            Reply(place: place, bytes: plan.bytes),
            due: Self.now() + Int64(plan.delayMilliseconds) * 1_000_000)
        log.waiting(due.count)
    }

    private func send(_ reply: Reply) {
        switch reply.place {
        case .datagram(let address):
            address.withUnsafeBytes { raw in
                guard let base = raw.baseAddress else { return }
                _ = sendto(
                    sockets.datagrams, reply.bytes, reply.bytes.count, 0,
                    base.assumingMemoryBound(to: sockaddr.self), socklen_t(address.count))
            }
        case .connection(let number):
            guard let connection = connections.first(where: { $0.number == number }) else { return }
            let framed = [UInt8(reply.bytes.count >> 8 & 0xFF), UInt8(reply.bytes.count & 0xFF)] + reply.bytes
            // A socket's buffer has room for any reply to a client that reads.
            _ = Glibc.send(connection.descriptor, framed, framed.count, Int32(MSG_NOSIGNAL))
        }
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
