// The silence behind an answer, without which no HTTP/1 connection is used again.

internal import CCurl
internal import Glibc
internal import Threads

extension FetchLoop {
    /// How long a connection has to be silent behind an answer. A server that sends more than it was asked for does so
    /// right behind it; and the true answer to a request follows a stray one as soon as the server reads it.
    static let silenceNanoseconds: Int64 = 5_000_000

    /// How much longer it may be, so that the silences of many end in one turn.
    private static let tickNanoseconds: Int64 = 2_000_000

    /// When a silence that begins now has been long enough.
    static func silenceEnd(from now: Moment) -> Moment {
        let end = now + silenceNanoseconds
        return end + (tickNanoseconds - 1 - (end.nanoseconds + tickNanoseconds - 1) % tickNanoseconds)
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
        transfer.awaitsSilence = false
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
