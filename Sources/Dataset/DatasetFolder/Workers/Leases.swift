// The leases of a dataset's workers: who works as which worker, who makes which shard.

package import Files
internal import Glibc
internal import Ground
internal import Synchronization

/// Leases as files of one folder, taken, renewed and given back by one process.
///
///     .img2shards/claims/00012.1     the first process that took shard 12
///     .img2shards/claims/00012.2     the one that took it over; with it the first has lost it
///
/// Who takes a lease over makes the file with the next number, which only one process can. Who holds it rewrites its own
/// file alone: a process that was stopped for a while cannot destroy what others wrote, and sees that a higher number is
/// there. Times are those of the file system, so that the machines' clocks need not agree.
package final class Leases: Sendable {
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
    }

    /// Where the files lie.
    package let folder: String
    package let worker: String
    package let seconds: Double
    private let process: ProcessIdentity
    private let begun: ContinuousClock.Instant
    /// The file system's time when this began.
    private let begunTime: Double
    private let state = Mutex(State())

    /// Makes the folder where it is missing, and asks its file system for the time.
    package init(
        folder: String, worker: String, seconds: Double, process: ProcessIdentity = .current
    ) throws(FileError) {
        self.folder = folder
        self.worker = worker
        self.seconds = seconds
        self.process = process
        try Durable.makeFolder(folder)
        let probe = folder + "/clock-" + process.token
        let begun = ContinuousClock.now
        guard let time = try ClaimFile.create(probe, [UInt8(ascii: "\n")]) else {
            throw FileError(.held(by: nil), doing: "create", path: probe)
        }
        Durable.tryToRemoveFile(probe)
        self.begun = begun
        begunTime = time
    }

    /// Takes a lease, or says who has it.
    ///
    /// - Parameter belongsToWorker: whether an earlier start of this worker, which has certainly ended, may be the holder.
    package func take(_ name: String, belongsToWorker: Bool = true) throws(FileError) -> Answer {
        if state.withLock({ $0.held[name].map { !$0.isLost } ?? false }) { return .taken(after: nil) }
        while true {
            var number = 0
            var last: ClaimFile.Content?
            while let content = try ClaimFile.read(path(name, number + 1)) {
                number += 1
                last = content
            }
            var before: LeaseRecord?
            if let last {
                before = LeaseRecord(parsing: last.bytes)
                let verdict = LeaseRules.verdict(
                    before, age: now - last.modified, hasEnded: before?.process.hasEnded ?? false,
                    isOwn: belongsToWorker && before?.worker == worker)
                if case .held(let left) = verdict { return .held(by: before, secondsLeft: left) }
            }
            let begun = ContinuousClock.now
            if try create(path(name, number + 1)) {
                state.withLock { $0.held[name] = Held(number: number + 1, renewed: begun) }
                return .taken(after: before)
            }
            // Another process was faster: look again.
        }
    }

    /// - Returns: false when another process was faster.
    private func create(_ path: String) throws(FileError) -> Bool {
        do {
            return try ClaimFile.create(path, record().bytes) != nil
        } catch {
            // The worker that completes a dataset removes the folder: one that wakes later finds all shards done.
            guard error.systemError == ENOENT else { throw error }
            try Durable.makeFolder(folder)
            return try ClaimFile.create(path, record().bytes) != nil
        }
    }

    /// Renews all leases; those that others have taken over are lost.
    package func renew() {
        for name in state.withLock({ state in state.held.filter { !$0.value.isLost }.map(\.key) }) { renew(name) }
    }

    /// Whether a lease is held, and nobody can have taken it over: asked before what it is for becomes visible.
    package func confirm(_ name: String) -> Bool {
        guard let held = state.withLock({ $0.held[name] }), !held.isLost else { return false }
        switch LeaseRules.certainty(sinceRenewal: (.now - held.renewed).inSeconds, seconds: seconds) {
        case .held: break
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
        _ = try? ClaimFile.rewrite(path(name, held.number), record(isReleased: true).bytes)
    }

    /// Removes a lease for good: nobody asks for it again.
    package func remove(_ name: String) {
        guard let held = state.withLock({ $0.held.removeValue(forKey: name) }), !held.isLost else { return }
        for number in 1...held.number { Durable.tryToRemoveFile(path(name, number)) }
    }

    /// Gives all leases back.
    package func releaseAll() { for name in state.withLock({ Array($0.held.keys) }) { release(name) } }

    /// Whether the holder of a lease is gone or gave it back: what it left is certainly changed by nobody.
    package func isGivenUp(_ name: String) -> Bool {
        guard let record = (try? newest(name)) ?? nil else { return true }
        return record.isReleased || record.process.hasEnded
    }

    /// What the newest file of a lease says; nil when there is none that can be read.
    private func newest(_ name: String) throws(FileError) -> LeaseRecord? {
        var number = 0
        var last: ClaimFile.Content?
        while let content = try ClaimFile.read(path(name, number + 1)) {
            number += 1
            last = content
        }
        return last.flatMap { LeaseRecord(parsing: $0.bytes) }
    }

    private func renew(_ name: String) {
        guard let held = state.withLock({ $0.held[name] }), !held.isLost else { return }
        let begun = ContinuousClock.now
        do {
            guard try ClaimFile.rewrite(path(name, held.number), record().bytes) != nil,
                FileStatus.isMissing(path(name, held.number + 1))
            else { return lose(name) }
            state.withLock { $0.held[name]?.renewed = begun }
        } catch {
            // The disk may come back; until then the lease gets old, and `confirm` sees it.
        }
    }

    private func isOurs(_ name: String, _ number: Int) -> Bool {
        // What cannot be read is not certain.
        guard let content = (try? ClaimFile.read(path(name, number))) ?? nil else { return false }
        return LeaseRecord(parsing: content.bytes)?.process.token == process.token
            && FileStatus.isMissing(path(name, number + 1))
    }

    private func lose(_ name: String) { state.withLock { $0.held[name]?.isLost = true } }

    private func record(isReleased: Bool = false) -> LeaseRecord {
        let end = UTCTimestamp(secondsSince1970: Int(WallClock.secondsSince1970 + seconds))
        return LeaseRecord(
            worker: worker, process: process, seconds: seconds, until: end.text, isReleased: isReleased)
    }

    private func path(_ name: String, _ number: Int) -> String { "\(folder)/\(name).\(number)" }

    /// The file system's time.
    private var now: Double { begunTime + (.now - begun).inSeconds }
}
