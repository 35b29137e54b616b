// What libcurl calls while it drives a transfer. Nothing here calls libcurl's multi interface.

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
        transfer.loop.confirmPin(transfer)
        transfer.clock.connected(at: transfer.loop.now)
        let ends = OpenConnection.Ends(
            localAddress: String(cString: local), localPort: localPort, remoteAddress: String(cString: remote),
            remotePort: remotePort)
        return transfer.takeConnection(ends) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    /// The one place every connection passes: what the policy refuses is never connected to.
    static let openSocket: curl_opensocket_callback = { argument, _, address in
        guard let transfer = at(argument), let address else { return -1 }
        transfer.loop.confirmPin(transfer)
        // The struct declares room for the smallest kind of address; `addrlen` bytes lie there (CURLOPT_OPENSOCKETFUNCTION).
        let start = UnsafeRawPointer(address) + (MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0)
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(address.pointee.addrlen))
        guard let ip = IPAddress(socketAddress: bytes) else { return -1 }
        guard transfer.usesProxy || transfer.loop.policy.allows(ip) else {
            transfer.refusedAddress = ip
            return -1
        }
        let descriptor = socket(
            address.pointee.family, address.pointee.socktype | O_CLOEXEC, address.pointee.`protocol`)
        if descriptor >= 0 {
            transfer.loop.counts.connections += 1
            transfer.opened(descriptor)
        } else {
            transfer.lacksSocket = [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno)
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
        if let waited = clock.waited(at: loop.now) { connection?.times.note(nanoseconds: waited) }
        clock.received(bytes: line.count, at: loop.now)
        loop.flow.bandwidth?.take(line.count, now: loop.now)
        if head.isEmpty, answerIsTooEarly() { return false }
        // Trailers after a body change nothing; but libcurl keeps every one of them.
        guard body == nil else {
            guard head.countTrailer(bytes: line.count) else {
                verdict = .headersTooLarge(limitBytes: ResponseHead.maximumBytes)
                return false
            }
            return true
        }
        switch head.read(line, keepsRobots: loop.robotsTag.isActive) {
        case .more: return true
        case .tooLong:
            verdict = .headersTooLarge(limitBytes: ResponseHead.maximumBytes)
            return false
        case .complete:
            guard headCame() else { return false }
            guard head.isSuccess else { return true }
            guard job.robotsTxtOf == nil else { return true }
            if loop.robotsTag.refuses(head.robotsValues) {
                verdict = .disallowed(httpStatus: head.status)
            } else if head.hasBrokenLength, !head.isChunked {
                verdict = .brokenLength(httpStatus: head.status)
            } else if case .length(let length) = head.framing, length > loop.options.maximumBodyBytes {
                verdict = .tooLarge(limitBytes: loop.options.maximumBodyBytes, httpStatus: head.status)
            }
            return verdict == nil
        }
    }

    /// - Returns: the bytes taken; anything else than all of them ends or pauses the transfer.
    private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard head.isSuccess else {
            clock.received(bytes: bytes.count, at: loop.now)
            loop.flow.bandwidth?.take(bytes.count, now: loop.now)
            discardedBytes += bytes.count
            hasEnough = discardedBytes > Self.maximumDiscardedBytes
            return hasEnough ? 0 : bytes.count
        }
        if loop.mustThrottle(self) {
            isPaused = true
            clock.paused(at: loop.now)
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        let held = body?.count ?? 0
        // A longer robots.txt counts as far as it was read.
        if job.robotsTxtOf != nil, held + bytes.count > RobotsRules.maximumBytes {
            hasEnough = true
            return 0
        }
        guard held + bytes.count <= maximumBodyBytes else {
            verdict = .tooLarge(limitBytes: loop.options.maximumBodyBytes, httpStatus: head.status)
            return 0
        }
        if held + bytes.count > reservedBytes, !loop.mayGrow(self) {
            isPaused = true
            clock.paused(at: loop.now)
            loop.pause(self)
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        clock.received(bytes: bytes.count, at: loop.now)
        let buffer = body ?? startBody()
        guard buffer.append(bytes) else {
            verdict = .tooLarge(limitBytes: loop.options.maximumBodyBytes, httpStatus: head.status)
            return 0
        }
        loop.counts.receivedBytes += UInt64(bytes.count)
        loop.flow.bandwidth?.take(bytes.count, now: loop.now)
        if buffer.capacityBytes > reservedBytes {
            loop.budget.reserveForTransfer(buffer.capacityBytes - reservedBytes)
            reservedBytes = buffer.capacityBytes
        }
        return bytes.count
    }

    var maximumBodyBytes: Int {
        job.robotsTxtOf == nil ? loop.options.maximumBodyBytes : RobotsRules.maximumBytes
    }

    private func startBody() -> ByteBuffer {
        let buffer = ByteBuffer(maximumBytes: maximumBodyBytes)
        if let length = head.contentLength {
            let wanted = min(length, Self.maximumTrustedLength)
            // Without memory for all of it, it begins in what is its own already.
            let mayTakeAll = wanted <= reservedBytes || loop.mayGrow(self)
            buffer.reserve(mayTakeAll ? wanted : reservedBytes)
        }
        body = buffer
        return buffer
    }
}
