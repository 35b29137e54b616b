// From a transfer that has ended to a result, a redirect or another attempt.

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
        let head = transfer.head
        if isInDoubt(transfer, code: code) {
            askAgain(transfer)
        } else if transfer.lacksSocket, code == CURLE_COULDNT_CONNECT {
            waitForSocket(transfer)
        } else if code != CURLE_OK, findOtherWay(transfer, code: code) {
            return
        } else if let verdict = transfer.verdict {
            end(transfer, .failure(verdict))
        } else if code == CURLE_OK || transfer.hasEnough {
            if head.isSuccess {
                end(transfer, Result { () throws(FetchError) in try unpack(transfer) })
            } else if head.isRedirect, let location = head.location {
                follow(transfer, location: location)
            } else {
                end(transfer, .failure(.status(head.status, reason: head.reason)))
            }
        } else {
            end(transfer, .failure(FetchError(code: code, transfer: transfer)))
        }
    }

    /// Takes what servers pack bodies in away, and refuses a part of a body.
    private func unpack(_ transfer: Transfer) throws(FetchError) {
        let head = transfer.head
        // Nobody asked for a part.
        if head.status == 206, let range = head.contentRange, range.isPart { throw .partOnly(range) }
        guard !head.codings.isEmpty, let body = transfer.body else { return }
        // Room for the content is not reserved in advance: one body at a time may exceed the budget.
        guard budget.used < budget.limitBytes + budget.limitBytes / 4 else { throw .memorySpent }
        do {
            transfer.body = try ContentDecoder.content(
                of: body, codings: head.codings, maximumBytes: transfer.maximumBodyBytes,
                takesPart: transfer.job.robotsTxtOf != nil)
        } catch {
            throw .packed(
                error, receivedBytes: body.count, limitBytes: options.maximumBodyBytes, httpStatus: head.status)
        }
    }

    /// Puts the job in line again, for the host that the response named.
    private func follow(_ transfer: Transfer, location: [UInt8]) {
        let (job, head) = (transfer.job, transfer.head)
        let mostRedirects = job.robotsTxtOf == nil ? options.maximumRedirects : RobotsTxt.maximumRedirects
        guard job.redirects < mostRedirects else {
            end(transfer, .failure(.redirectLoop(status: head.status, reason: head.reason)))
            return
        }
        let next: TargetURL
        do {
            next = try allowed(try parser.parse(location: location, from: job.target))
        } catch {
            end(transfer, .failure(.redirectRefused(status: head.status, reason: head.reason, because: error)))
            return
        }
        if let address = next.address, !policy.allows(address) {
            let error = FetchError.refused(address)
            end(transfer, .failure(.redirectRefused(status: head.status, reason: head.reason, because: error)))
            return
        }
        if head.setsCookie { job.wasOfferedCookie = true }
        job.visited.append(job.target.text)
        guard !job.wasOfferedCookie || !job.visited.contains(next.text) else {
            end(transfer, .failure(.cookieWall(status: head.status, reason: head.reason)))
            return
        }
        counts.redirects += 1
        var clock = transfer.clock
        clock.legEnded(at: now)
        putAway(transfer, .answered)
        job.clock = clock
        job.redirects += 1
        job.target = next
        putInLine(job, first: true)
    }

    /// Ends an attempt: with a body, with another attempt later, or with a failure.
    func end(_ transfer: Transfer, _ outcome: Result<Void, FetchError>) {
        let job = transfer.job
        switch outcome {
        case .success:
            flow.attemptEnded(nil)
            let buffer = transfer.body ?? ByteBuffer(maximumBytes: 0)
            let heldBytes = buffer.capacityBytes
            budget.reserveForTransfer(heldBytes - transfer.reservedBytes)
            budget.handOver(heldBytes)
            transfer.reservedBytes = 0
            if job.robotsTxtOf == nil {
                expectedBodyBytes = min(max((expectedBodyBytes * 31 + heldBytes) / 32, 16 << 10), 4 << 20)
            }
            putAway(transfer, .answered)
            conclude(job, .success(FetchedBody(buffer: buffer, budget: budget, reservedBytes: heldBytes)))
        case .failure(let error):
            flow.attemptEnded(error)
            let wish = retryWish(of: transfer)
            let isHostGivenUp = putAway(transfer, hostOutcome(of: transfer, error, wish: wish))
            // A server that does not answer for its robots.txt costs one deadline: its rows wait.
            let isLate = job.robotsTxtOf != nil && error.category == .timeout
            if !isLate, !isHostGivenUp,
                let delay = retryPolicy.delay(after: error, attempts: job.attempts, wish: wish, jitter: &jitter)
            {
                job.rewind()
                retryQueue.add(job, due: now + delay.inNanoseconds)
            } else {
                conclude(job, .failure(error))
            }
        }
    }

    /// Takes a transfer out of everything that counts it and keeps its slot for another job.
    ///
    /// - Returns: whether its host is given up.
    @discardableResult
    func putAway(_ transfer: Transfer, _ outcome: HostOutcome) -> Bool {
        if transfer.head.status > 0 {
            transfer.job.lastStatus = transfer.head.status
            transfer.job.lastMediaType = transfer.head.mediaType
        }
        if transfer.isRunning {
            transfer.isRunning = false
            multi.remove(transfer.easy)
        }
        if let origin = transfer.pinned { pins.unpin(origin) }
        transfer.pinned = nil
        transfer.leaveConnection(at: now)
        transfer.ticket = 0
        transfer.body = nil
        budget.reserveForTransfer(-transfer.reservedBytes)
        transfer.reservedBytes = 0
        transfer.isPaused = false
        if privileged === transfer { privileged = nil }
        if let last = active.popLast(), last !== transfer {
            active[transfer.position] = last
            last.position = transfer.position
        }
        let reason =
            transfer.holdsPlace
            ? queue.finished(
                transfer.host, outcome, begin: transfer.begin, isAgain: transfer.job.attempts > 1, now: now) : nil
        if !transfer.mustBeDropped { idle.append(transfer) }
        return reason != nil
    }

    /// Delivers the one result of a request.
    func conclude(_ job: FetchJob, _ outcome: Result<FetchedBody, FetchError>) {
        if let site = job.robotsTxtOf {
            robotsTxtCame(job, of: site, outcome)
            return
        }
        counts.finished += 1
        deliver(
            FetchResult(
                id: job.id, outcome: outcome, httpStatus: job.lastStatus, mediaType: job.lastMediaType,
                finalURL: parser.shown(job.target), attempts: job.attempts,
                duration: .nanoseconds(now - (job.start ?? now))))
    }
}
