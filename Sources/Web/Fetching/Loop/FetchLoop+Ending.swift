// From a transfer that has ended to the end of its attempt.

internal import CCurl
internal import ContentDecoding
internal import Ground
internal import URLs

extension FetchLoop {
    /// Sees to the transfers that libcurl is done with.
    func finishEnded() {
        while let (pointer, code) = multi.nextEnded() {
            var argument: UnsafeMutableRawPointer?
            fetching_easy_get_pointer(pointer, CURLINFO_PRIVATE, &argument)
            guard let argument else { continue }
            let transfer = Unmanaged<Transfer>.fromOpaque(argument).takeUnretainedValue()
            finish(transfer, code: code)
        }
    }

    private func finish(_ transfer: Transfer, code: CURLcode) {
        guard !transfer.isConcluded else {
            putAway(transfer)
            return
        }
        switch TransferEnd(code: code, record: transfer.record) {
        case .doubtful: end(transfer, .askAgain(alone: true))
        case .noSocket: end(transfer, .noSocket)
        case .ended(let verdict): end(transfer, .failure(verdict))
        case .failed:
            guard !findOtherWay(transfer, code: code) else { return }
            let error = FetchError(
                code: code, record: transfer.record, easy: transfer.easy, target: transfer.job.target)
            end(transfer, .failure(error))
        case .whole: end(transfer, answer(of: transfer))
        }
    }

    /// What a complete answer means for its request; its body is the caller's from here on.
    private func answer(of transfer: Transfer) -> AttemptEnd.Outcome {
        let head = transfer.record.head
        if head.isSuccess {
            do {
                return .body(try takeBody(transfer))
            } catch {
                return .failure(error)
            }
        }
        if head.isRedirect, let location = head.location { return .redirect(to: location, setsCookie: head.setsCookie) }
        return .failure(.status(head.status, reason: head.reason))
    }

    private func takeBody(_ transfer: Transfer) throws(FetchError) -> FetchedBody {
        try unpack(transfer)
        let buffer = transfer.record.body ?? ByteBuffer(maximumBytes: 0)
        transfer.record.body = nil
        let heldBytes = buffer.capacityBytes
        budget.reserveForTransfer(heldBytes - transfer.reservedBytes)
        budget.handOver(heldBytes)
        transfer.reservedBytes = 0
        if transfer.job.robotsTxtOf == nil { wire.memory.delivered(heldBytes) }
        return FetchedBody(buffer: buffer, budget: budget, reservedBytes: heldBytes)
    }

    /// Takes what servers pack bodies in away, and refuses a part of a body.
    private func unpack(_ transfer: Transfer) throws(FetchError) {
        let head = transfer.record.head
        // Nobody asked for a part.
        if head.status == 206, let range = head.contentRange, range.isPart { throw .partOnly(range) }
        guard !head.codings.isEmpty, let body = transfer.record.body else { return }
        // Room for the content is not reserved in advance: one body at a time may exceed the budget.
        guard budget.used < budget.limitBytes + budget.limitBytes / 4 else { throw .memorySpent }
        do {
            transfer.record.body = try ContentDecoder.content(
                of: body, codings: head.codings, maximumBytes: transfer.maximumBodyBytes,
                takesPart: transfer.job.robotsTxtOf != nil)
        } catch {
            throw .packed(
                error, receivedBytes: body.count, limitBytes: options.maximumBodyBytes, httpStatus: head.status)
        }
    }

    /// The attempt of a transfer has ended, and the transfer with it.
    func end(_ transfer: Transfer, _ outcome: AttemptEnd.Outcome) {
        guard !transfer.isConcluded else {
            putAway(transfer)
            return
        }
        let (attempt, end) = (transfer.attempt, attemptEnd(of: transfer, outcome))
        putAway(transfer)
        plan.ended(attempt, end, now: now)
    }

    /// The attempt of a transfer has ended with the answer that came; the transfer lives on for its connection.
    func conclude(_ transfer: Transfer) {
        transfer.isConcluded = true
        let end = attemptEnd(of: transfer, answer(of: transfer))
        plan.ended(transfer.attempt, end, now: now)
    }

    private func attemptEnd(of transfer: Transfer, _ outcome: AttemptEnd.Outcome) -> AttemptEnd {
        var end = AttemptEnd(outcome)
        end.clock = transfer.clock
        end.usesProxy = transfer.record.usesProxy
        // Not even its status is this attempt's.
        if case .askAgain = outcome { return end }
        let head = transfer.record.head
        end.status = head.status
        end.reason = head.reason
        end.mediaType = head.mediaType
        end.wish = head.retryAfter?.delay(wallClock: RetryAfter.wallClock())
        return end
    }

    /// Takes a transfer out of everything that counts it and keeps its slot for another attempt.
    func putAway(_ transfer: Transfer) {
        if transfer.isRunning {
            transfer.isRunning = false
            multi.remove(transfer.easy)
        }
        if let origin = transfer.pinned { wire.pins.unpin(origin) }
        transfer.pinned = nil
        transfer.leaveConnection(at: now)
        wire.memory.ended(transfer.ticket)
        transfer.ticket = 0
        transfer.record.body = nil
        budget.reserveForTransfer(-transfer.reservedBytes)
        transfer.reservedBytes = 0
        transfer.isPaused = false
        if let last = active.popLast(), last !== transfer {
            active[transfer.position] = last
            last.position = transfer.position
        }
        wire.transfers = active.count
        if !transfer.mustBeDropped { idle.append(transfer) }
    }
}
