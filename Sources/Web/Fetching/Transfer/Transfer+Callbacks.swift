// What libcurl calls while it drives a transfer: it answers libcurl, and notes what happened.

internal import CCurl
internal import Glibc
internal import Ground
internal import URLs

extension Transfer {
    /// Bodies of errors and redirects are read up to this many bytes, so that the connection can be kept.
    private static let maximumDiscardedBytes = 64 << 10
    /// Room taken at once for a length the server claims.
    private static let maximumTrustedLength = 256 << 10

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> Transfer? {
        pointer.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    static let headerCame: curl_write_callback = { bytes, size, count, argument in
        guard let transfer = at(argument) else { return 0 }
        let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return transfer.takeHeader(line) ? line.count : 0
    }

    static let bodyCame: curl_write_callback = { bytes, size, count, argument in
        guard let transfer = at(argument) else { return 0 }
        let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
        let taken = transfer.takeBody(piece)
        if taken == piece.count { transfer.bodyTaken(piece) }
        return taken
    }

    static let requestGoesOut: curl_prereq_callback = { argument, remote, local, remotePort, localPort in
        guard let transfer = at(argument), let remote, let local else { return CURL_PREREQFUNC_ABORT }
        transfer.confirmPin()
        transfer.clock.connected(at: transfer.wire.now)
        let ends = OpenConnection.Ends(
            localAddress: String(cString: local), localPort: localPort, remoteAddress: String(cString: remote),
            remotePort: remotePort)
        return transfer.takeConnection(ends) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    /// The one place every connection passes: what the policy refuses is never connected to.
    static let openSocket: curl_opensocket_callback = { argument, _, address in
        guard let transfer = at(argument), let address else { return -1 }
        transfer.confirmPin()
        // The struct declares room for the smallest kind of address; `addrlen` bytes lie there (CURLOPT_OPENSOCKETFUNCTION).
        let start = UnsafeRawPointer(address) + (MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0)
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(address.pointee.addrlen))
        guard let ip = IPAddress(socketAddress: bytes) else { return -1 }
        guard transfer.record.usesProxy || transfer.wire.plan.urls.policy.allows(ip) else {
            transfer.record.refusedAddress = ip
            return -1
        }
        let descriptor = socket(
            address.pointee.family, address.pointee.socktype | O_CLOEXEC, address.pointee.`protocol`)
        if descriptor >= 0 {
            transfer.opened(descriptor)
        } else {
            transfer.record.lacksSocket = [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno)
        }
        return descriptor
    }

    static let closeSocket: curl_closesocket_callback = { argument, descriptor in
        guard let argument else { return 1 }
        Unmanaged<ConnectionTable>.fromOpaque(argument).takeUnretainedValue().closed(descriptor)
        return close(descriptor)
    }

    /// libcurl calls this before it would look a name up itself, in a thread. Addresses in URLs pass here too.
    static let resolverStarts: curl_resolver_start_callback = { _, _, argument in
        guard let transfer = at(argument) else { return 1 }
        return transfer.connectsToAddress ? 0 : 1
    }

    private func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        if let waited = clock.waited(at: wire.now) { connection?.times.note(nanoseconds: waited) }
        clock.received(bytes: line.count, at: wire.now)
        wire.bandwidth?.take(line.count, now: wire.now)
        if record.head.isEmpty, answerIsTooEarly() { return false }
        // Trailers after a body change nothing; but libcurl keeps every one of them.
        guard record.body == nil else {
            guard record.head.countTrailer(bytes: line.count) else {
                record.verdict = .headersTooLarge(limitBytes: ResponseHead.maximumBytes)
                return false
            }
            return true
        }
        switch record.head.read(line, keepsRobots: wire.robotsTag.isActive) {
        case .more: return true
        case .tooLong:
            record.verdict = .headersTooLarge(limitBytes: ResponseHead.maximumBytes)
            return false
        case .complete:
            guard headCame() else { return false }
            guard record.head.isSuccess else { return true }
            guard job.robotsTxtOf == nil else { return true }
            if wire.robotsTag.refuses(record.head.robotsValues) {
                record.verdict = .disallowed(httpStatus: record.head.status)
            } else if record.head.hasBrokenLength, !record.head.isChunked {
                record.verdict = .brokenLength(httpStatus: record.head.status)
            } else if case .length(let length) = record.head.framing, length > wire.options.maximumBodyBytes {
                record.verdict = .tooLarge(limitBytes: wire.options.maximumBodyBytes, httpStatus: record.head.status)
            }
            return record.verdict == nil
        }
    }

    /// - Returns: the bytes taken; anything else than all of them ends or pauses the transfer.
    private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard record.head.isSuccess else {
            clock.received(bytes: bytes.count, at: wire.now)
            wire.bandwidth?.take(bytes.count, now: wire.now)
            record.discardedBytes += bytes.count
            record.hasEnough = record.discardedBytes > Self.maximumDiscardedBytes
            return record.hasEnough ? 0 : bytes.count
        }
        if wire.bandwidth?.isSpent(now: wire.now) == true { return pause(.lacksBandwidth) }
        let held = record.body?.count ?? 0
        // A longer robots.txt counts as far as it was read.
        if job.robotsTxtOf != nil, held + bytes.count > RobotsRules.maximumBytes {
            record.hasEnough = true
            return 0
        }
        guard held + bytes.count <= maximumBodyBytes else {
            record.verdict = .tooLarge(limitBytes: wire.options.maximumBodyBytes, httpStatus: record.head.status)
            return 0
        }
        if held + bytes.count > reservedBytes, !wire.memory.mayGrow(ticket) { return pause(.lacksMemory) }
        clock.received(bytes: bytes.count, at: wire.now)
        let buffer = record.body ?? startBody()
        guard buffer.append(bytes) else {
            record.verdict = .tooLarge(limitBytes: wire.options.maximumBodyBytes, httpStatus: record.head.status)
            return 0
        }
        wire.receivedBytes += UInt64(bytes.count)
        wire.bandwidth?.take(bytes.count, now: wire.now)
        if buffer.capacityBytes > reservedBytes {
            wire.memory.budget.reserveForTransfer(buffer.capacityBytes - reservedBytes)
            reservedBytes = buffer.capacityBytes
        }
        return bytes.count
    }

    /// Stops reading; the bytes come again when the loop lets the transfer continue.
    private func pause(_ event: Wire.Event) -> Int {
        isPaused = true
        clock.paused(at: wire.now)
        wire.note(event, of: self)
        return Int(CURL_WRITEFUNC_PAUSE)
    }

    /// libcurl has taken the addresses that it was given for this transfer.
    private func confirmPin() {
        if let pinned { wire.pins.confirm(pinned) }
    }

    var maximumBodyBytes: Int {
        job.robotsTxtOf == nil ? wire.options.maximumBodyBytes : RobotsRules.maximumBytes
    }

    private func startBody() -> ByteBuffer {
        let buffer = ByteBuffer(maximumBytes: maximumBodyBytes)
        if let length = record.head.contentLength {
            let wanted = min(length, Self.maximumTrustedLength)
            // Without memory for all of it, it begins in what is its own already.
            let mayTakeAll = wanted <= reservedBytes || wire.memory.mayGrow(ticket)
            buffer.reserve(mayTakeAll ? wanted : reservedBytes)
        }
        record.body = buffer
        return buffer
    }
}
