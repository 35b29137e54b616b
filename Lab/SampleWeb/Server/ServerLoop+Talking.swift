// Reading requests and sending responses, as far as a socket goes without waiting.

internal import Glibc
internal import Ground
internal import Synchronization

extension ServerLoop {
    /// Takes a connection as far as it can go now.
    func advance(_ connection: Connection) {
        var turn = 0
        while true {
            if connection.progress != nil {
                guard sendOn(connection, turn: &turn) else { return }
            } else if !beginNext(connection) {
                return
            }
        }
    }

    // MARK: - Reading

    /// Reads the next request and makes its plan.
    ///
    /// - Returns: whether a response has begun.
    private func beginNext(_ connection: Connection) -> Bool {
        if !connection.input.isEmpty, beginHeld(connection) { return true }
        while connection.mayHaveInput {
            let count = recv(connection.socket, readBuffer.baseAddress, readBuffer.count, Int32(MSG_DONTWAIT))
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN {
                connection.mayHaveInput = false
                return false
            }
            guard count > 0 else {
                shut(connection)
                return false
            }
            // Less than was asked for: the socket is empty, and epoll reports when it is not.
            if count < readBuffer.count { connection.mayHaveInput = false }
            let bytes = UnsafeRawBufferPointer(rebasing: readBuffer[..<count])
            if connection.input.isEmpty {
                let used = begin(connection, with: bytes)
                if used ?? 0 < count { connection.input.append(contentsOf: bytes[(used ?? 0)...]) }
                if used != nil { return true }
            } else {
                connection.input.append(contentsOf: bytes)
                if beginHeld(connection) { return true }
            }
        }
        return false
    }

    private func beginHeld(_ connection: Connection) -> Bool {
        let input = connection.input
        guard let used = input.withUnsafeBytes({ begin(connection, with: $0) }) else { return false }
        connection.input = Array(input[used...])
        return true
    }

    /// Begins to answer the request that `bytes` start with.
    ///
    /// - Returns: the request's bytes, or nil when it has not come whole.
    private func begin(_ connection: Connection, with bytes: UnsafeRawBufferPointer) -> Int? {
        let plan: ResponsePlan
        var used = bytes.count
        switch RequestHead.read(bytes) {
        case .incomplete where bytes.count < Self.maximumHeadBytes:
            return nil
        case .incomplete:
            plan = responder.refusal(431, "the request's head is longer than \(Self.maximumHeadBytes) bytes")
        case .malformed:
            plan = responder.refusal(400, "this is no HTTP/1 request")
        case .complete(let request, let count):
            plan = responder.plan(for: request, head: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            used = count
        }
        connection.progress = ResponseProgress(plan, now: Self.now())
        Self.raise(state.inFlight, highest: state.maximumInFlight)
        return used
    }

    // MARK: - Sending

    /// Sends what may be sent.
    ///
    /// - Returns: whether the response is over and the connection can take the next request.
    private func sendOn(_ connection: Connection, turn: inout Int) -> Bool {
        while let progress = connection.progress {
            switch progress.next(now: Self.now()) {
            case .send(let end):
                if turn >= Self.turnBytes {
                    connection.isQueued = true
                    queued.append(connection)
                    return false
                }
                let count = send(progress, upTo: end, over: connection.socket)
                if count < 0 {
                    if errno == EINTR { continue }
                    if errno != EAGAIN { shut(connection) }
                    return false
                }
                turn += count
                state.sentBytes.add(count, ordering: .relaxed)
                connection.progress?.sent(count)
            case .wait(let deadline):
                connection.timerSerial &+= 1
                timers.add(Timer(token: connection.token, serial: connection.timerSerial), due: deadline)
                return false
            case .end(let ending):
                return finish(connection, ending)
            }
        }
        return false
    }

    private func finish(_ connection: Connection, _ ending: ResponsePlan.Ending) -> Bool {
        switch ending {
        case .keepAlive:
            endResponse(of: connection)
            return true
        case .stall:
            return false
        case .reset:
            var noWaiting = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                connection.socket, SOL_SOCKET, SO_LINGER, &noWaiting, socklen_t(MemoryLayout<linger>.size))
            shut(connection)
            return false
        case .close:
            shut(connection)
            return false
        }
    }

    /// One sendmsg of head and body from where they are.
    private func send(_ progress: ResponseProgress, upTo end: Int, over socket: Int32) -> Int {
        let plan = progress.plan
        let sent = progress.sentBytes
        return plan.head.withUnsafeBytes { head in
            let headRest = UnsafeRawBufferPointer(rebasing: head[min(sent, head.count)..<min(end, head.count)])
            let bodyStart = max(0, sent - head.count)
            let bodyEnd = end == .max ? .max : max(0, end - head.count)
            guard bodyEnd > bodyStart, let body = plan.body else { return write(headRest, nil, to: socket) }
            return body.withUnsafeBytes { bytes in
                let start = bodyStart % bytes.count
                let count = min(bytes.count - start, bodyEnd - bodyStart)
                return write(headRest, UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]), to: socket)
            }
        }
    }

    private func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer?, to socket: Int32) -> Int {
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { parts in
            parts[0] = iovec(iov_base: UnsafeMutableRawPointer(mutating: first.baseAddress), iov_len: first.count)
            parts[1] = iovec(
                iov_base: UnsafeMutableRawPointer(mutating: second?.baseAddress), iov_len: second?.count ?? 0)
            var message = msghdr()
            message.msg_iov = parts.baseAddress
            message.msg_iovlen = 2
            return sendmsg(socket, &message, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
    }
}
