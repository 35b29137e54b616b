// Transfers that had to stop reading, and when they may read again.

internal import CCurl
internal import DequeModule

extension FetchLoop {
    /// Sees to what callbacks have noted. To be called after each call of libcurl's multi interface: transfers that
    /// continue can note more.
    func takeEvents() {
        for (transfer, ticket, event) in wire.takeEvents() where transfer.ticket == ticket {
            switch event {
            case .lacksMemory:
                pausedLine.append((transfer, ticket))
                counts.paused = pausedLine.count
            case .lacksBandwidth: throttledLine.append((transfer, ticket))
            case .answerEnded: if transfer.awaitsSilence { awaitSilence(transfer) }
            }
        }
    }

    /// Resumes transfers that wait for memory: all of them if there is some, otherwise one if nobody else will give
    /// memory back.
    func resumePaused() {
        while !pausedLine.isEmpty, wire.memory.mayResume(), let (transfer, ticket) = pausedLine.popFirst() {
            guard transfer.ticket == ticket, transfer.isPaused else { continue }
            wire.memory.resumed(ticket)
            resume(transfer)
        }
        counts.paused = pausedLine.count
    }

    /// Resumes transfers that wait for bandwidth, one after the other, as long as there is some.
    func resumeThrottled() {
        guard let bandwidth = wire.bandwidth, !throttledLine.isEmpty, bandwidth.due(now: now) <= now else { return }
        // Those that must wait again stand behind the others: `takeEvents` puts them there.
        while !bandwidth.isSpent(now: now), let (transfer, ticket) = throttledLine.popFirst() {
            if transfer.ticket == ticket, transfer.isPaused { resume(transfer) }
        }
        takeEvents()
    }

    private func resume(_ transfer: Transfer) {
        transfer.isPaused = false
        transfer.clock.resumed(at: now)
        curl_easy_pause(transfer.easy.pointer, CURLPAUSE_CONT)
    }
}
