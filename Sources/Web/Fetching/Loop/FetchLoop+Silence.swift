// The silence behind an answer, without which no HTTP/1 connection is used again.

internal import CCurl
internal import Glibc
internal import Ground

extension FetchLoop {
    /// How much longer than needed a silence may be, so that those of many end in one turn.
    private static let tickNanoseconds: Int64 = 2_000_000

    /// The answer of a transfer has ended: lets its host begin another, and waits for the silence.
    func awaitSilence(_ transfer: Transfer) {
        guard let connection = transfer.connection else { return }
        let end = now + connection.times.silenceNanoseconds
        let rest = Self.tickNanoseconds - 1 - (end.nanoseconds + Self.tickNanoseconds - 1) % Self.tickNanoseconds
        silenceLine.add((transfer, transfer.ticket), due: end + rest)
        let record = transfer.record
        // What some answers say about their host depends on more than their head.
        let isServed = record.head.status != 429 && record.head.status != 503
        let leavesPlace = isServed && !wire.isFull(connection.times)
        // The first answer on a connection is certain: its request need not wait with the connection. Of one in chunks
        // libcurl still holds the last.
        if leavesPlace, !record.isReused, !record.head.isChunked {
            conclude(transfer)
        } else {
            plan.answered(&transfer.attempt, leavesPlace: leavesPlace, now: now)
        }
    }

    /// Ends the transfers whose connections were silent for long enough.
    func endSilences() {
        while let (transfer, ticket) = silenceLine.next(now: now) {
            if transfer.ticket == ticket, transfer.awaitsSilence { endSilence(transfer) }
        }
    }

    /// Something happened on a connection that was expected to be silent.
    func silenceBroke(_ descriptor: Int32) {
        guard let connection = wire.connections[descriptor] else { return }
        poller.watch(descriptor, readable: false, writable: false, owner: .silence)
        if let transfer = connection.user {
            if transfer.awaitsSilence { endSilence(transfer) }
            return
        }
        // An idle one. What TLS has decrypted does not wake us.
        if connection.silence(hasDecrypted: false) == .broken {
            wire.protocols.noteUnasked(connection.peer)
        }
        connection.isSpent = true
        // libcurl sees it as dead from now on, and so does the server.
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private func endSilence(_ transfer: Transfer) {
        guard let connection = transfer.connection else { return }
        transfer.stopsAwaiting()
        transfer.clock.resumed(at: now)
        let record = transfer.record
        let silence = record.framing?.hasExcess == true ? .broken : transfer.silence(of: connection)
        if silence == .broken || silence == .ended && record.isReused && !record.head.saysClose {
            wire.protocols.noteUnasked(connection.peer)
        }
        if wire.protocols.sendsUnasked(connection.peer) {
            if record.isReused {
                end(transfer, .askAgain(alone: true))
                return
            }
        } else if silence == .kept {
            connection.answerEnded = nil
            transfer.closeAfterwards(!record.keepsConnection)
        }
        transfer.record.isCertain = true
        curl_easy_pause(transfer.easy.pointer, CURLPAUSE_CONT)
    }

    /// Tries another way for a request that HTTP/2 gave no answer to.
    ///
    /// - Returns: false when it was no failure of HTTP/2, or none is left to try.
    func findOtherWay(_ transfer: Transfer, code: CURLcode) -> Bool {
        guard let connection = transfer.connection, TransferEnd.isWithoutAnswer(overHTTP2: transfer.record, code: code)
        else { return false }
        let job = transfer.job
        job.http2Failures += 1
        switch wire.protocols.wayOn(connection.peer, failures: job.http2Failures) {
        case .giveUp: return false
        case .overHTTP1: job.avoidsHTTP2 = true
        case .again: break
        }
        end(transfer, .askAgain(alone: job.avoidsHTTP2))
        return true
    }
}
