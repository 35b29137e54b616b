// The server's thread: one epoll for the listening socket and all connections.

internal import CLinux
internal import Glibc
internal import Ground
internal import Synchronization

/// Accepts, reads, answers and waits, for all connections at once. Every method runs on the server's thread.
///
/// Connections are watched edge-triggered and registered once, so that a request on an open connection costs
/// one recv and one sendmsg, and thousands of requests share one epoll_wait.
final class ServerLoop {
    /// Largest request head, in bytes.
    static let maximumHeadBytes = 64 << 10
    /// Bytes after which a connection lets others go first.
    static let turnBytes = 1 << 20
    /// What epoll returns for the sockets that are no connections.
    static let listenerToken = UInt64.max
    static let wakeToken = UInt64.max - 1
    /// How long no connection is accepted when files or memory run out.
    static let acceptPauseNanoseconds: UInt64 = 50_000_000

    /// A time set for a connection.
    struct Timer {
        /// The socket and its generation, as epoll returns them.
        var token: UInt64
        /// The connection's count of timers when this one was set; an older one is void.
        var serial: UInt32
    }

    let state: ServerState
    let responder: Responder
    private let listener: Int32
    private let wake: Int32
    private let epoll: Int32
    private var connections: [Connection?] = []
    private var generation: UInt32 = 0
    private var isAccepting = false
    /// By the server's clock, in nanoseconds.
    var timers = DueQueue<UInt64, Timer>()
    /// Connections that can send on at once, after the others had their turn.
    var queued: [Connection] = []
    let readBuffer: UnsafeMutableRawBufferPointer

    /// Takes over the listening socket; `wake` stays its owner's.
    init(listener: Int32, wake: Int32, state: ServerState) throws(SampleWebError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw SampleWebError(.socket, "epoll: \(String(cString: strerror(errno)))") }
        self.listener = listener
        self.wake = wake
        self.state = state
        responder = Responder(state: state)
        readBuffer = .allocate(byteCount: Self.maximumHeadBytes, alignment: 16)
        watch(wake, EPOLLIN.rawValue, Self.wakeToken)
        startAccepting()
    }

    deinit {
        readBuffer.deallocate()
        close(epoll)
        close(listener)
    }

    /// Runs until the state says stop; then all connections are closed.
    func run() {
        let capacity = 512
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: capacity)
        defer { events.deallocate() }
        while !state.isStopping.load(ordering: .acquiring) {
            let count = epoll_wait(epoll, events, Int32(capacity), waitMilliseconds())
            for index in 0..<Int(max(0, count)) { meet(events[index]) }
            let now = Self.now()
            while let timer = timers.next(now: now) { meet(timer) }
            let waiting = queued
            queued = []
            for connection in waiting where connection.isQueued {
                connection.isQueued = false
                advance(connection)
            }
        }
        for case let connection? in connections { shut(connection) }
        ImageDrawing.endThread()
    }

    /// The server's clock, in nanoseconds.
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private func waitMilliseconds() -> Int32 {
        guard queued.isEmpty else { return 0 }
        guard let deadline = timers.firstDue else { return -1 }
        let now = Self.now()
        return deadline <= now ? 0 : Int32(clamping: (deadline - now + 999_999) / 1_000_000)
    }

    private func meet(_ event: epoll_event) {
        switch event.data.u64 {
        case Self.listenerToken: acceptAll()
        case Self.wakeToken: break
        default:
            guard let connection = connection(event.data.u64) else { return }
            if event.events & (EPOLLHUP.rawValue | EPOLLERR.rawValue | EPOLLRDHUP.rawValue) != 0 {
                // The client is gone, or will not send any more: none of ours half-closes and then listens.
                shut(connection)
            } else {
                if event.events & EPOLLIN.rawValue != 0 { connection.mayHaveInput = true }
                advance(connection)
            }
        }
    }

    private func meet(_ timer: Timer) {
        if timer.token == Self.listenerToken { return startAccepting() }
        guard let connection = connection(timer.token), connection.timerSerial == timer.serial else { return }
        advance(connection)
    }

    private func connection(_ token: UInt64) -> Connection? {
        let socket = Int(token & 0xFFFF_FFFF)
        guard socket < connections.count, let connection = connections[socket], connection.token == token else {
            return nil
        }
        return connection
    }

    // MARK: - Coming and going

    private func watch(_ socket: Int32, _ events: UInt32, _ token: UInt64) {
        var event = epoll_event()
        event.events = events
        event.data.u64 = token
        epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event)
    }

    private func startAccepting() {
        guard !isAccepting else { return }
        isAccepting = true
        watch(listener, EPOLLIN.rawValue, Self.listenerToken)
    }

    private func acceptAll() {
        // Bounded, so that a flood of new clients does not keep the others waiting.
        for _ in 0..<256 {
            let socket = accept(listener, nil, nil)
            if socket < 0 {
                switch errno {
                case EAGAIN: return
                case EINTR, ECONNABORTED, EPROTO: continue
                default:
                    var event = epoll_event()
                    epoll_ctl(epoll, EPOLL_CTL_DEL, listener, &event)
                    isAccepting = false
                    timers.add(
                        Timer(token: Self.listenerToken, serial: 0), due: Self.now() + Self.acceptPauseNanoseconds)
                    return
                }
            }
            // TCP_NODELAY is inherited from the listener; sends and reads ask for MSG_DONTWAIT themselves.
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            generation &+= 1
            if generation == .max { generation = 1 }
            let connection = Connection(socket: socket, token: UInt64(generation) << 32 | UInt64(UInt32(socket)))
            while connections.count <= Int(socket) { connections.append(nil) }
            connections[Int(socket)] = connection
            let events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
            watch(socket, events, connection.token)
            state.accepted.add(1, ordering: .relaxed)
            Self.raise(state.open, highest: state.maximumOpen)
        }
    }

    /// Closes a connection, at whatever point it is.
    func shut(_ connection: Connection) {
        let index = Int(connection.socket)
        guard connections[index] === connection else { return }
        connections[index] = nil
        connection.isQueued = false
        connection.timerSerial &+= 1
        endResponse(of: connection)
        close(connection.socket)
        state.open.subtract(1, ordering: .relaxed)
    }

    /// The response is over, or cut off.
    func endResponse(of connection: Connection) {
        guard let progress = connection.progress else { return }
        if let host = progress.plan.politeHost { state.politeHosts.leave(host) }
        connection.progress = nil
        state.inFlight.subtract(1, ordering: .relaxed)
    }

    /// Adds one and remembers the highest; only this thread writes either.
    static func raise(_ number: borrowing Atomic<Int>, highest: borrowing Atomic<Int>) {
        let value = number.add(1, ordering: .relaxed).newValue
        if value > highest.load(ordering: .relaxed) { highest.store(value, ordering: .relaxed) }
    }
}
