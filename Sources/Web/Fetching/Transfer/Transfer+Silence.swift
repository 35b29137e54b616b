// One transfer's connection: whether it may be used, and whether the answer on it is this transfer's.

internal import CCurl
internal import CLinux
internal import Glibc
internal import Ground
internal import URLs

extension Transfer {
    /// Requests of one transfer over HTTP/2 before another way is tried.
    private static let mostHTTP2Requests = 2

    /// libcurl has chosen a connection.
    ///
    /// - Returns: whether the request may go out on it.
    func takeConnection(_ ends: OpenConnection.Ends) -> Bool {
        let connections = wire.connections
        if !openedSockets.isEmpty {
            connection = connections.established(openedSockets, ends: ends)
            openedSockets.removeAll(keepingCapacity: true)
            record.isReused = false
        } else {
            connection = connections[ends]
            record.isReused = true
        }
        if connection?.speaksHTTP2 == true || !record.isReused && job.target.isSecure {
            if !record.isReused, easy.agreedOnHTTP2 { connection?.speaksHTTP2 = true }
            // libcurl asks again by itself when streams are refused, five times: another way is tried before that.
            if connection?.speaksHTTP2 == true {
                record.http2Requests += 1
                record.speaksHTTP2 = true
                if record.http2Requests > Self.mostHTTP2Requests { return false }
            }
        }
        guard record.isReused else {
            connection?.user = self
            return true
        }
        guard let connection else {
            record.isDoubtful = true
            return false
        }
        if !connection.speaksHTTP2 {
            let isRested =
                connection.answerEnded.map { wire.now - $0 >= connection.times.silenceNanoseconds } ?? true
            let silence = silence(of: connection)
            if silence == .broken { wire.protocols.noteUnasked(connection.peer) }
            guard isRested, silence == .kept, !wire.protocols.sendsUnasked(connection.peer) else {
                record.isDoubtful = true
                return false
            }
        }
        connection.user = self
        return true
    }

    /// What has come on the transfer's connection and was not read.
    func silence(of connection: OpenConnection) -> OpenConnection.Silence {
        connection.silence(hasDecrypted: connection.isSecure && easy.hasDecrypted)
    }

    /// Whether the first bytes of an answer were sent before the request was there: then the server's machine has not
    /// acknowledged all of the request. They belong to nobody, or to an earlier request.
    func answerIsTooEarly() -> Bool {
        guard record.isSharing, let connection, socket_unacknowledged(connection.descriptor) > 0 else { return false }
        wire.protocols.noteUnasked(connection.peer)
        record.isDoubtful = true
        return true
    }

    /// The head of the answer is complete: decides what happens to the connection, and how the answer's end is found.
    ///
    /// - Returns: false when another connection has to be asked.
    func headCame() -> Bool {
        guard record.framing == nil, let connection else { return true }
        record.hasHead = true
        let keeps = wire.keepsConnection(of: self)
        guard !connection.speaksHTTP2 else {
            wire.protocols.noteHTTP2(connection.peer)
            closeAfterwards(!keeps)
            return true
        }
        if job.avoidsHTTP2 { wire.protocols.noteWithoutHTTP2(connection.peer) }
        record.keepsConnection = keeps && !wire.protocols.sendsUnasked(connection.peer)
        // An answer on a connection of its own is certain; without another request behind it nothing else can go wrong.
        guard record.isReused || record.keepsConnection && wire.isWorthAwaiting(self, on: connection) else {
            closeAfterwards(!record.keepsConnection)
            return true
        }
        // Closed, unless the silence behind the answer shows that it is in step.
        closeAfterwards(true)
        let framing = AnswerFraming(record.head.framing)
        record.framing = framing
        if record.isReused, record.head.status == 408 || framing.kind == .connection {
            // 408 is what a server says to an idle connection before it closes it. An answer without an end of its own
            // may hold several.
            if framing.kind == .connection { wire.protocols.noteUnasked(connection.peer) }
            record.isDoubtful = true
            return false
        }
        // Beyond one read of libcurl nothing is read past a length, and the body's own callback sees the end.
        if framing.mayHideEnd(readBytes: Self.readBytes) { hearDetails(true) }
        if framing.hasEnded { awaitSilence() }
        return true
    }

    static let detailCame: curl_debug_callback = { _, kind, bytes, count, argument in
        guard let argument, let bytes else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(argument).takeUnretainedValue()
        let raw = UnsafeRawBufferPointer(start: bytes, count: count)
        switch kind {
        case CURLINFO_DATA_IN: transfer.takeRaw(raw)
        case CURLINFO_TEXT where raw.starts(with: excessFound) || raw.starts(with: leftovers):
            transfer.record.framing?.hasExcess = true
        default: break
        }
        return 0
    }

    /// What libcurl 7.88 reports, only in this text, about bytes it has read after an answer.
    private static let excessFound = Array("Excess found".utf8)
    private static let leftovers = Array("Leftovers after chunking".utf8)

    /// Most that libcurl reads at once, by default.
    private static let readBytes = 16 << 10

    /// A piece of the body is where it belongs.
    func bodyTaken(_ bytes: UnsafeRawBufferPointer) {
        guard record.framing != nil, !record.head.isChunked else { return }
        if !hearsDetails { record.framing?.take(bytes) }
        if record.framing?.hasEnded == true { awaitSilence() }
    }

    private func takeRaw(_ bytes: UnsafeRawBufferPointer) {
        record.framing?.take(bytes)
        // The last of these bytes may be no part of the body: then its callback would not see the end.
        if record.framing?.hasEnded == true, record.head.isChunked { awaitSilence() }
    }

    /// Keeps libcurl from ending the transfer for a moment, so that nobody else gets the connection.
    func awaitSilence() {
        guard !awaitsSilence, let connection else { return }
        awaitsSilence = true
        wire.awaited += 1
        connection.times.awaited += 1
        clock.paused(at: wire.now)
        wire.note(.answerEnded, of: self)
        // Both ways: with one of them libcurl would look after the transfer at once, for nothing.
        curl_easy_pause(easy.pointer, CURLPAUSE_ALL)
    }
}
