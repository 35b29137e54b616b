// What the loop reports to the host queue, and what it does with requests of hosts that were given up.

internal import Glibc
internal import Ground

extension FetchLoop {
    /// Requests failed in one turn for their host; more would keep sockets waiting.
    private static let givenUpPerTurn = 512

    /// Ends what waited for hosts that were given up.
    func failGivenUp() {
        var left = Self.givenUpPerTurn
        while left > 0, let (job, reason) = queue.takeRefused() {
            left -= 1
            conclude(job, .failure(.hostGivenUp(reason)))
        }
    }

    /// Time until a connection is tried again for which this machine had no descriptor, and how often it is.
    private static let shortageNanoseconds: Int64 = 200_000_000
    private static let mostShortages = 300

    /// Puts the job aside until others have given descriptors back: that is neither its host's fault nor an attempt.
    func waitForSocket(_ transfer: Transfer) {
        let job = transfer.job
        job.shortages += 1
        guard job.shortages <= Self.mostShortages else {
            end(transfer, .failure(.noSocket))
            return
        }
        putAway(transfer, .nothing)
        flow.limit.lower(to: inFlight, now: now)
        job.attempts -= 1
        job.rewind()
        retryQueue.add(job, due: now + Self.shortageNanoseconds)
    }

    /// How long the host asks us to stay away.
    func retryWish(of transfer: Transfer) -> Duration? {
        transfer.head.retryAfter?.delay(wallClock: RetryAfter.wallClock())
    }

    /// What a failed transfer says about its host. To be asked before the transfer is put away.
    func hostOutcome(of transfer: Transfer, _ error: FetchError, wish: Duration?) -> HostOutcome {
        switch transfer.head.status {
        case 0: return outcomeWithoutAnswer(transfer, error)
        case 429: return .busy(wish: wish, reason: error)
        case 503: return wish == nil ? .strained : .busy(wish: wish, reason: error)
        default:
            let isStrained = error.category == .timeout || error.message == FetchError.connectionReset
            return isStrained ? .strained : .answered
        }
    }

    private func outcomeWithoutAnswer(_ transfer: Transfer, _ error: FetchError) -> HostOutcome {
        // What a proxy cannot reach, or a proxy that cannot be reached, says nothing certain about the host.
        guard !transfer.usesProxy else { return .nothing }
        switch error.category {
        case .connect:
            // Everything else is our own trouble: no descriptors, no ports, no network.
            let isTheirs = [0, ECONNREFUSED, EHOSTUNREACH, ETIMEDOUT, ECONNRESET].contains(transfer.easy.systemError)
            return isTheirs ? .silent(reason: error) : .nothing
        case .timeout:
            // The deadline may have gone by at another host, before a redirect.
            if error.detail == "deadline", transfer.job.redirects > 0 { return .nothing }
            return error.detail == "first byte" ? .mute(reason: error) : .silent(reason: error)
        case .dns: return error.isRetriable ? .silent(reason: error) : .nothing
        // A certificate that is not believed, or a version that is not spoken, is an answer.
        case .tls: return error.isRetriable ? .silent(reason: error) : .answered
        case .connectionLost: return .mute(reason: error)
        case .protocolError, .tooLarge: return .answered
        default: return .nothing
        }
    }
}
