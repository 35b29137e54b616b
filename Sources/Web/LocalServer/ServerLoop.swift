// The server's own thread: connections in, answers out.

internal import Glibc
internal import Ground

/// Watches all sockets with poll(2) and waits for nothing else. Only `inbox` is shared with other threads.
final class ServerLoop {
    private let listening: ListeningSocket
    private let inbox: ServerInbox
    private let queue: BoundedQueue<ServerWork>
    private let rules: AccessRules
    private let limits: ServerLimits

    private var connections: [ClientConnection] = []
    private var lastNumber = 0
    /// Bytes of the bodies that the handlers have, by connection.
    private var handled: [Int: Int] = [:]
    private var endBy: ContinuousClock.Instant?
    /// After a failure to accept.
    private var acceptsAgain: ContinuousClock.Instant?
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 16)

    init(
        _ listening: ListeningSocket, inbox: ServerInbox, queue: BoundedQueue<ServerWork>, rules: AccessRules,
        limits: ServerLimits
    ) {
        self.listening = listening
        self.inbox = inbox
        self.queue = queue
        self.rules = rules
        self.limits = limits
    }

    deinit { buffer.deallocate() }

    /// Serves until the inbox says stop, and half a second longer for answers on their way.
    func run() {
        while takeInbox() {
            var watched = [pollfd(fd: inbox.doorbell.descriptor, events: Int16(POLLIN), revents: 0)]
            // poll(2) leaves out a negative descriptor.
            watched.append(pollfd(fd: isAccepting ? listening.descriptor : -1, events: Int16(POLLIN), revents: 0))
            let watchedConnections = connections
            for connection in watchedConnections {
                watched.append(pollfd(fd: connection.socket, events: Int16(connection.interest), revents: 0))
            }
            poll(&watched, nfds_t(watched.count), millisecondsToWait)
            if watched[0].revents != 0 { inbox.doorbell.answer() }
            for (connection, event) in zip(watchedConnections, watched.dropFirst(2)) where event.revents != 0 {
                advance(connection, Int32(event.revents))
            }
            if watched[1].revents != 0 { accept() }
            expire()
        }
        for connection in connections { drop(connection) }
    }

    // MARK: Waiting

    private var isAccepting: Bool {
        endBy == nil && connections.count < limits.mostSockets && acceptsAgain.map { $0 <= .now } ?? true
    }

    private var millisecondsToWait: Int32 {
        let times = connections.compactMap(\.deadline) + [endBy, acceptsAgain].compactMap { $0 }
        guard let next = times.min() else { return -1 }
        // A millisecond more: never awake shortly before the time.
        return Int32(min(60_000, max(0, (next - .now).inSeconds * 1000 + 1)))
    }

    private func expire() {
        let now = ContinuousClock.now
        if let time = acceptsAgain, time <= now { acceptsAgain = nil }
        for connection in connections where connection.deadline.map({ $0 <= now }) ?? false {
            if connection.isAwaitingBody || connection.isIdle && !connection.reader.isEmpty {
                refuse(connection, RefusedRequest(408, "the request did not come in time"))
            } else {
                drop(connection)
            }
        }
    }

    // MARK: What other threads bring

    /// - Returns: whether there is more to serve.
    private func takeInbox() -> Bool {
        let contents = inbox.take()
        for (number, answer) in contents.answers {
            handled[number] = nil
            guard let connection = connections.first(where: { $0.number == number }) else { continue }
            connection.claimedBytes = 0
            reply(connection, answer)
        }
        for connection in connections {
            if case .streaming(let listener, _) = connection.phase { pump(connection, listener) }
        }
        if contents.isStopping, endBy == nil { endBy = .now + limits.endTime }
        guard let endBy else { return true }
        for connection in connections where connection.isIdle || connection.isLingering { drop(connection) }
        return !connections.isEmpty && .now < endBy
    }

    /// Events are sent only when those before them are out, so that one connection never holds more than a few.
    private func pump(_ connection: ClientConnection, _ listener: EventListener) {
        guard !connection.hasOutput else { return }
        guard let events = listener.take() else {
            end(connection)
            return
        }
        guard !events.isEmpty else { return }
        connection.add(events)
        connection.expect(within: limits.eventTime)
        write(connection)
    }

    // MARK: Connections

    private func accept() {
        for _ in 0..<limits.acceptsPerTurn where connections.count < limits.mostSockets {
            guard let socket = listening.accept() else {
                // Without a pause, a process without descriptors would turn here for ever.
                if errno != EAGAIN, errno != EINTR, errno != ECONNABORTED {
                    acceptsAgain = .now + limits.acceptPause
                }
                return
            }
            lastNumber += 1
            let connection = ClientConnection(number: lastNumber, socket: socket)
            connection.expect(within: limits.headTime)
            if connections.count >= limits.mostConnections {
                // The first in the list is the oldest.
                let oldest =
                    connections.first { $0.isIdle || $0.isLingering } ?? connections.first { $0.isAwaitingBody }
                if let oldest {
                    drop(oldest)
                } else {
                    refuse(connection, RefusedRequest(503, "too many connections at once"))
                }
            }
            connections.append(connection)
        }
    }

    private func drop(_ connection: ClientConnection) {
        if case .streaming(let listener, let feed) = connection.phase { feed.leave(listener) }
        connections.removeAll { $0 === connection }
    }

    private func advance(_ connection: ClientConnection, _ events: Int32) {
        // Both directions are closed, or the connection is broken.
        guard events & (POLLERR | POLLHUP | POLLNVAL) == 0 else { return drop(connection) }
        if events & POLLOUT != 0 { write(connection) }
        if events & POLLIN != 0 { receive(connection) }
    }

    private func receive(_ connection: ClientConnection) {
        guard let bytes = connection.receive(into: buffer) else { return drop(connection) }
        switch connection.phase {
        case .reading:
            if connection.head == nil, connection.reader.isEmpty, !bytes.isEmpty {
                connection.expect(within: limits.headTime)
            }
            connection.reader.add(bytes)
            readRequest(connection)
        // A listener has nothing to say.
        case .streaming: if !bytes.isEmpty { drop(connection) }
        case .answering, .writing, .lingering: break
        }
    }

    // MARK: Requests

    private func readRequest(_ connection: ClientConnection) {
        do throws(RefusedRequest) {
            if connection.head == nil {
                guard let head = try connection.reader.takeHead() else { return }
                connection.head = head
                guard try admit(connection, head) else { return }
            }
            guard let head = connection.head, let body = connection.reader.takeBody(head.bodyByteCount) else { return }
            connection.phase = .answering
            connection.expect(within: nil)
            handled[connection.number] = body.count
            queue.push(ServerWork(number: connection.number, request: head.request.with(body: body)))
        } catch {
            refuse(connection, error)
        }
    }

    /// - Returns: whether the handler gets the request.
    private func admit(_ connection: ClientConnection, _ head: RequestHead) throws(RefusedRequest) -> Bool {
        if case .answered(let answer) = Admission(head, rules: rules, longestBody: limits.longestBody) {
            reply(connection, answer)
            return false
        }
        let bodyBytes = connections.reduce(handled.values.reduce(0, +)) { $0 + $1.claimedBytes }
        guard handled.count < limits.mostRequests,
            connections.reduce(0, { $0 + $1.outputBytes }) <= limits.mostAnswerBytes,
            bodyBytes + head.bodyByteCount <= limits.mostBodyBytes || head.bodyByteCount == 0
        else { throw RefusedRequest(503, "too many requests at once") }
        guard head.bodyByteCount > 0 else { return true }
        connection.claimedBytes = head.bodyByteCount
        connection.expect(within: limits.bodyTime)
        if head.waitsForContinue {
            connection.add([AnswerBytes.continuing])
            // A few bytes on an empty connection: what is left of them would go before the answer.
            _ = connection.flush()
        }
        return true
    }

    // MARK: Answers

    private func refuse(_ connection: ClientConnection, _ refused: RefusedRequest) {
        connection.head = nil
        reply(connection, refused.answer)
    }

    private func reply(_ connection: ClientConnection, _ answer: ServerAnswer) {
        let head = connection.head
        let isRead: Bool = if case .answering = connection.phase { true } else { head?.bodyByteCount == 0 }
        let isForHead = head?.request.method == "HEAD"
        var answer = answer
        var listener: EventListener?
        if let events = answer.events, !isForHead {
            let doorbell = inbox.doorbell
            listener = events.feed.listen(first: events.first) { doorbell.ring() }
            if listener == nil { answer = .text("too many listeners", status: 503) }
        }
        let keeps = isRead && head?.keepsConnection == true && answer.events == nil && endBy == nil
        connection.add(
            AnswerBytes.make(
                answer, origin: head?.request.headers["origin"], rules: rules, isWithoutBody: isForHead,
                keepsConnection: keeps))
        connection.claimedBytes = 0
        if let listener, let feed = answer.events?.feed {
            connection.phase = .streaming(listener, feed)
            connection.expect(within: limits.eventTime)
        } else {
            connection.phase = .writing(ends: !keeps)
            connection.expect(within: limits.answerTime)
        }
    }

    private func write(_ connection: ClientConnection) {
        switch connection.flush() {
        case .failed: drop(connection)
        case .waiting: break
        case .done:
            switch connection.phase {
            case .writing(ends: true): end(connection)
            case .writing:
                connection.phase = .reading
                connection.head = nil
                connection.expect(
                    within: connection.reader.isEmpty ? limits.idleTime : limits.headTime)
                readRequest(connection)
            case .streaming(let listener, _):
                connection.expect(within: nil)
                pump(connection, listener)
            case .reading, .answering, .lingering: break
            }
        }
    }

    private func end(_ connection: ClientConnection) {
        if case .streaming(let listener, let feed) = connection.phase { feed.leave(listener) }
        connection.endOutput()
        connection.phase = .lingering
        connection.expect(within: limits.lingerTime)
    }
}
