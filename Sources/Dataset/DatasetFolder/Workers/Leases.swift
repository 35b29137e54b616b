// The leases of a dataset's workers: who works as which worker, who makes which shard.

internal import Ground
internal import Synchronization

/// Leases as files of one place, taken, renewed and given back by one process.
///
///     .img2shards/claims/00012.1     the first process that took shard 12
///     .img2shards/claims/00012.2     the one that took it over; with it the first has lost it
///
/// Who takes a lease over makes the file with the next number, which only one process can. Who holds it rewrites its own
/// file alone: a process that was stopped for a while cannot destroy what others wrote, and sees that a higher number is
/// there. Times are those of the place, so that the machines' clocks need not agree.
package final class Leases: Sendable {
    /// More are not reported.
    private static let mostOddities = 20

    /// What `take` comes to.
    package enum Answer: Sendable {
        /// It is ours; who had it before, if anybody.
        case taken(after: LeaseRecord?)
        /// Somebody has it: who, where that can be read, and when it ends unless it is renewed.
        case held(by: LeaseRecord?, secondsLeft: Double)
    }

    private struct Held {
        let number: Int
        /// Before the last renewal was begun.
        var renewed: ContinuousClock.Instant
        var isLost = false
    }

    private struct State {
        var held: [String: Held] = [:]
        var sharers: Int?
        var worker: String
        /// Names under which something else than a lease lies, and whether it was reported.
        var oddities: [String: (text: String, isReported: Bool)] = [:]
    }

    /// Where the files lie.
    package let place: any ClaimPlace
    package let seconds: Double
    private let process: ProcessIdentity
    private let state: Mutex<State>

    /// As whom the records name this process.
    package var worker: String { state.withLock(\.worker) }

    /// - Parameters:
    ///   - place: made ready already.
    ///   - sharers: among how many workers this one divides the limits of hosts; nil if it divides nothing.
    package init(
        in place: any ClaimPlace, worker: String, seconds: Double, process: ProcessIdentity = .current,
        sharers: Int? = nil
    ) {
        self.place = place
        self.seconds = seconds
        self.process = process
        state = Mutex(State(sharers: sharers, worker: worker))
    }

    /// Leases in a folder, which is made if it is missing.
    package convenience init(
        folder: String, worker: String, seconds: Double, process: ProcessIdentity = .current
    ) throws(ShardError) {
        let place = FolderClaims(folder)
        try place.prepare()
        self.init(in: place, worker: worker, seconds: seconds, process: process)
    }

    /// Says in the lease of that name from now on among how many workers this one divides the limits of hosts.
    func declare(sharers: Int, in name: String) {
        state.withLock { $0.sharers = sharers }
        renew(name)
    }

    /// The number of the file of a lease that is held: no other start has it.
    func number(of name: String) -> Int? { state.withLock { $0.held[name]?.number } }

    /// Names this process otherwise in the lease of that name, and in all later ones.
    func callItself(_ worker: String, in name: String) {
        state.withLock { $0.worker = worker }
        renew(name)
    }

    /// Takes a lease, or says who has it.
    ///
    /// - Parameter belongsToWorker: whether an earlier start of this worker, which has certainly ended, may be the holder.
    package func take(_ name: String, belongsToWorker: Bool = true) throws(ShardError) -> Answer {
        if state.withLock({ $0.held[name].map { !$0.isLost } ?? false }) { return .taken(after: nil) }
        while true {
            let (number, last) = try newestFile(of: name)
            var before: LeaseRecord?
            if let last {
                before = last.record
                let age = place.now - last.modified
                if before == nil { note(file(name, number), last, age: age) }
                let verdict = LeaseRules.verdict(
                    before, isNoLease: last.isNoLease, age: age, hasEnded: before?.process.hasEnded ?? false,
                    isOwn: belongsToWorker && before?.worker == worker)
                if case .held(let left) = verdict { return .held(by: before, secondsLeft: left) }
            }
            let begun = ContinuousClock.now
            if try place.create(file(name, number + 1), record().bytes) {
                state.withLock { $0.held[name] = Held(number: number + 1, renewed: begun) }
                return .taken(after: before)
            }
            // Another process was faster: look again.
        }
    }

    /// Renews all leases; those that others have taken over are lost.
    package func renew() {
        for name in state.withLock({ state in state.held.filter { !$0.value.isLost }.map(\.key) }) { renew(name) }
    }

    /// Whether a lease is held, and nobody can have taken it over: asked before what it is for becomes visible.
    package func confirm(_ name: String) -> Bool {
        guard let held = state.withLock({ $0.held[name] }), !held.isLost else { return false }
        if place.grantsAll { return true }
        switch LeaseRules.certainty(sinceRenewal: (.now - held.renewed).inSeconds, seconds: seconds) {
        case .held: if place.isFar { return true }
        case .uncertain: renew(name)
        case .lost:
            lose(name)
            return false
        }
        guard isOurs(name, held.number) else {
            lose(name)
            return false
        }
        return state.withLock { $0.held[name].map { !$0.isLost } ?? false }
    }

    /// Gives a lease back: others may take it at once, and see who had it.
    package func release(_ name: String) {
        guard let held = state.withLock({ $0.held.removeValue(forKey: name) }), !held.isLost else { return }
        // A file that cannot be written ends by itself.
        _ = try? place.rewrite(file(name, held.number), record(isReleased: true).bytes)
    }

    /// Removes a lease for good: nobody asks for it again.
    package func remove(_ name: String) {
        guard let held = state.withLock({ $0.held.removeValue(forKey: name) }), !held.isLost else { return }
        for number in 1...held.number { place.tryToRemove(file(name, number)) }
    }

    /// Gives all leases back.
    package func releaseAll() { for name in state.withLock({ Array($0.held.keys) }) { release(name) } }

    /// Whether all processes that held a lease under a worker's name are gone or gave it back: what they left is certainly
    /// not changed any more.
    ///
    /// - Parameter own: the number of a file that does not count.
    func haveEnded(_ name: String, worker: String, but own: Int? = nil) -> Bool {
        var number = 1
        do {
            while let claim = try place.read(file(name, number)) {
                defer { number += 1 }
                if claim.isNoLease { continue }
                // Half a record may just be written.
                guard let record = claim.record else { return false }
                guard record.worker != worker || record.isReleased || record.process.hasEnded || number == own else {
                    return false
                }
            }
        } catch {
            return false
        }
        return true
    }

    /// What lies among the leases and is none, and was not reported yet.
    package func takeOddities() -> [String] {
        state.withLock { state in
            let new = state.oddities.filter { !$0.value.isReported }
            for name in new.keys { state.oddities[name]?.isReported = true }
            return new.sorted { $0.key < $1.key }.map(\.value.text)
        }
    }

    /// All of them, for a message about something that waits.
    var oddities: [String] { state.withLock { $0.oddities.sorted { $0.key < $1.key }.map(\.value.text) } }

    private func note(_ file: String, _ claim: Claim, age: Double) {
        // A record that is being written is no oddity.
        guard claim.isNoLease || abs(age) > LeaseRules.slackSeconds else { return }
        let minutes = Int(LeaseRules.unknownSeconds / 60)
        let text =
            "\(place.name)/\(file) \(claim.oddity): "
            + (claim.isNoLease ? "ignored" : "waiting until it was not written to for \(minutes) minutes")
        state.withLock { state in
            guard state.oddities[file] == nil, state.oddities.count < Self.mostOddities else { return }
            state.oddities[file] = (text, false)
        }
    }

    /// The last file before the first number that is missing.
    private func newestFile(of name: String) throws(ShardError) -> (number: Int, last: Claim?) {
        let found = try farFile(of: name)
        // Behind a gap lies something that no worker made.
        if found.number < 3 { return found }
        if try place.read(file(name, found.number - 1)) != nil { return found }
        var (number, last) = (0, nil as Claim?)
        while let claim = try place.read(file(name, number + 1)) {
            number += 1
            last = claim
        }
        return (number, last)
    }

    /// A file behind which the next number is missing, found in steps that double. It is the newest one where there are no
    /// gaps: workers leave none, as each makes its file when it has seen the one before.
    private func farFile(of name: String) throws(ShardError) -> (number: Int, last: Claim?) {
        var (number, step) = (0, 1)
        var last: Claim?
        while let claim = try place.read(file(name, number + step)) {
            number += step
            last = claim
            if number > 1 { step *= 2 }
        }
        var missing = number + step
        while missing - number > 1 {
            let middle = (number + missing) / 2
            if let claim = try place.read(file(name, middle)) {
                (number, last) = (middle, claim)
            } else {
                missing = middle
            }
        }
        return (number, last)
    }

    private func renew(_ name: String) {
        guard let held = state.withLock({ $0.held[name] }), !held.isLost else { return }
        let begun = ContinuousClock.now
        do {
            guard try place.rewrite(file(name, held.number), record().bytes),
                place.isMissing(file(name, held.number + 1))
            else { return lose(name) }
            state.withLock { $0.held[name]?.renewed = begun }
        } catch {
            // The place may come back; until then the lease gets old, and `confirm` sees it.
        }
    }

    private func isOurs(_ name: String, _ number: Int) -> Bool {
        // What cannot be read is not certain.
        guard let claim = (try? place.read(file(name, number))) ?? nil else { return false }
        return claim.record?.process.token == process.token
            && place.isMissing(file(name, number + 1))
    }

    private func lose(_ name: String) { state.withLock { $0.held[name]?.isLost = true } }

    private func record(isReleased: Bool = false) -> LeaseRecord {
        let end = UTCTimestamp(secondsSince1970: Int(WallClock.secondsSince1970 + seconds))
        return LeaseRecord(
            worker: worker, process: process, seconds: seconds, until: end.text, isReleased: isReleased,
            sharers: state.withLock(\.sharers))
    }

    private func file(_ name: String, _ number: Int) -> String { "\(name).\(number)" }
}
