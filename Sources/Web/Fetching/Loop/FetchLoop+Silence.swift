// The silence behind an answer, without which no HTTP/1 connection is used again.

internal import CCurl
internal import Glibc
internal import Ground

extension FetchLoop {
    /// How much longer than needed a silence may be, so that those of many end in one turn.
    private static let tickNanoseconds: Int64 = 2_000_000

    /// Answers of one server that are awaited beside its requests, for each that its host may have at once.
    private static let mostAwaited = 3

    /// Whether the connection of a first answer is to be kept for others.
    func isWorthAwaiting(_ transfer: Transfer, on connection: OpenConnection) -> Bool {
        queue.hasWaiting(transfer.host) && awaited < options.maximumIdleConnections
            && connection.times.isWorthAwaiting(isFull: isFull(connection.times))
    }

    private func isFull(_ times: AnswerTimes) -> Bool { times.awaited >= Self.mostAwaited * options.perHostConnections }

    /// The answer of a transfer has ended: lets its host begin another, and waits for the silence.
    func awaitSilence(_ transfer: Transfer, on connection: OpenConnection) {
        let end = now + connection.times.silenceNanoseconds
        let rest = Self.tickNanoseconds - 1 - (end.nanoseconds + Self.tickNanoseconds - 1) % Self.tickNanoseconds
        silenceLine.add((transfer, transfer.ticket), due: end + rest)
        // What some answers say about their host depends on more than their head.
        let isServed = transfer.head.status != 429 && transfer.head.status != 503
        let leavesPlace = isServed && !isFull(connection.times)
        awaited += 1
        connection.times.awaited += 1
        guard leavesPlace else { return }
        transfer.holdsPlace = false
        queue.finished(
            transfer.host, .answered, begin: transfer.begin, isAgain: transfer.job.attempts > 1, now: now)
    }

    /// The silence is over, or of no use any more.
    func stopsAwaiting(_ transfer: Transfer) {
        guard transfer.awaitsSilence else { return }
        transfer.awaitsSilence = false
        awaited -= 1
        transfer.connection?.times.awaited -= 1
    }

    /// Ends the transfers whose connections were silent for long enough.
    func endSilences() {
        while let (transfer, ticket) = silenceLine.next(now: now) {
            if transfer.ticket == ticket, transfer.awaitsSilence { endSilence(transfer) }
        }
    }

    /// Something happened on a connection that was expected to be silent.
    func silenceBroke(_ descriptor: Int32) {
        guard let connection = multi.connections[descriptor] else { return }
        poller.watch(descriptor, readable: false, writable: false, owner: .silence)
        if let transfer = connection.user {
            if transfer.awaitsSilence { endSilence(transfer) }
            return
        }
        // An idle one. What TLS has decrypted does not wake us.
        if connection.silence(hasDecrypted: false) == .broken {
            protocols.noteUnasked(connection.peer)
        }
        connection.isSpent = true
        // libcurl sees it as dead from now on, and so does the server.
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private func endSilence(_ transfer: Transfer) {
        guard let connection = transfer.connection else { return }
        stopsAwaiting(transfer)
        transfer.clock.resumed(at: now)
        let hasExcess = transfer.framing?.hasExcess == true
        let silence = hasExcess ? .broken : transfer.silence(of: connection)
        if silence == .broken || silence == .ended && transfer.isReused && !transfer.head.saysClose {
            protocols.noteUnasked(connection.peer)
        }
        if protocols.sendsUnasked(connection.peer) {
            if transfer.isReused {
                askAgain(transfer)
                return
            }
        } else if silence == .kept {
            connection.answerEnded = nil
            transfer.closeAfterwards(!transfer.keepsConnection)
        }
        transfer.isCertain = true
        curl_easy_pause(transfer.easy.pointer, CURLPAUSE_CONT)
    }

    /// Whether the end of a transfer says nothing, because what came may have been meant for another.
    func isInDoubt(_ transfer: Transfer, code: CURLcode) -> Bool {
        if transfer.isDoubtful { return true }
        guard transfer.isSharing, !transfer.isCertain else { return false }
        if transfer.verdict != nil { return transfer.head.status > 0 }
        switch code {
        case CURLE_OK: return true
        // Cut by us, as its body was of no use.
        case CURLE_WRITE_ERROR: return transfer.head.isRedirect || transfer.head.isSuccess
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_GOT_NOTHING: return true
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR: return transfer.framing == nil
        default: return false
        }
    }

    /// Tries another way for a request that HTTP/2 gave no answer to.
    ///
    /// - Returns: false when it was no failure of HTTP/2, or none is left to try.
    func findOtherWay(_ transfer: Transfer, code: CURLcode) -> Bool {
        guard let connection = transfer.connection, connection.speaksHTTP2, !transfer.hasHead, transfer.verdict == nil
        else { return false }
        switch code {
        case CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE,
            CURLE_WEIRD_SERVER_REPLY, CURLE_ABORTED_BY_CALLBACK:
            break
        default: return false
        }
        let job = transfer.job
        job.http2Failures += 1
        switch protocols.wayOn(connection.peer, failures: job.http2Failures) {
        case .giveUp: return false
        case .overHTTP1: job.avoidsHTTP2 = true
        case .again: break
        }
        askAgain(transfer, alone: job.avoidsHTTP2)
        return true
    }

    /// Puts a transfer's request in line again, as part of the same attempt, for a connection of its own or for any.
    func askAgain(_ transfer: Transfer, alone: Bool = true) {
        let job = transfer.job
        counts.repeated += 1
        var clock = transfer.clock
        clock.resumed(at: now)
        clock.legEnded(at: now)
        // Not even its status is this job's.
        transfer.head = ResponseHead()
        putAway(transfer, .nothing)
        job.clock = clock
        if alone { job.wantsFreshConnection = true }
        putInLine(job, first: true)
    }
}
