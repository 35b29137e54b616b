// One of several processes that write to one dataset.

internal import Files
internal import Glibc
internal import Ground
internal import Synchronization

/// This process among a dataset's workers: its name, which no other running process has, and its leases.
///
///     OUT/.img2shards/claims/worker-3-of-8.1     the lease on the name
///     OUT/.img2shards/claims/dataset.7           held while the dataset as a whole is looked at or changed
///     OUT/.img2shards/claims/shard-12.1          a shard that a worker makes
///     OUT/.img2shards/workers/3-of-8/open/       its open shards
package final class DatasetWorker: Sendable {
    package let name: String
    package let leases: Leases
    let limits = Mutex(SharedLimits())
    private let keeper = Mutex<LeaseKeeper?>(nil)
    private let hasEnded = Mutex(false)

    static let workersName = "workers"
    package static let claimsName = "claims"
    private static let datasetLease = "dataset"

    /// Takes a name. One whose process may still run on another machine is waited for until its lease ends.
    ///
    /// - Parameters:
    ///   - claims: where its leases lie.
    ///   - dataset: its folder, for messages.
    ///   - sharers: among how many workers it divides the limits of hosts; 0 if that is found out by looking.
    ///   - seconds: how long a lease holds without being renewed.
    ///   - goesOn: asked while it waits; false ends that as if the name were held.
    /// - Throws: `locked` when the name is held; the system's reasons.
    init(
        _ name: WorkerName, in claims: any ClaimPlace, dataset: String, seconds: Double, sharers: Int?,
        goesOn: @Sendable () -> Bool
    ) throws(ShardError) {
        try claims.prepare()
        let process = ProcessIdentity.current
        var taken: (name: String, leases: Leases)?
        for candidate in name.candidates(host: process.host) {
            let leases = Leases(in: claims, worker: candidate, seconds: seconds, sharers: sharers)
            if try Self.take(Self.lease(of: candidate), leases, waits: name != .ofMachine, dataset: dataset, goesOn) {
                taken = (candidate, leases)
                break
            }
        }
        guard let taken else {
            throw ShardError(.locked, "too many processes of this machine write to \(dataset)", hint: "wait for them")
        }
        self.name = Self.ownName(taken.name, taken.leases)
        leases = taken.leases
        keeper.withLock { keeper in
            keeper = LeaseKeeper(taken.leases) { [weak self] in
                // A place that cannot be asked now is asked again.
                _ = try? self?.lookAtWorkers()
            }
        }
    }

    /// An earlier start of the same name may be paused, and wake: then this one has files and leases of its own, as another
    /// worker has, and takes copies of what the earlier one left.
    private static func ownName(_ name: String, _ leases: Leases) -> String {
        let lease = lease(of: name)
        guard let number = leases.number(of: lease), !leases.haveEnded(lease, worker: name, but: number) else {
            return name
        }
        let own = WorkerName.name(name, start: number)
        leases.callItself(own, in: lease)
        return own
    }

    /// - Returns: false when it is held and not waited for.
    private static func take(
        _ lease: String, _ leases: Leases, waits: Bool, dataset: String, _ goesOn: () -> Bool
    ) throws(ShardError) -> Bool {
        var first: (holder: LeaseRecord?, left: Double)?
        while true {
            guard case .held(let holder, let left) = try leases.take(lease, belongsToWorker: false)
            else { return true }
            guard waits else { return false }
            let isHere = holder?.process.machine == ProcessIdentity.current.machine
            // A lease that ends later than before was renewed: its process runs.
            let isRenewed = first.map { $0.holder != holder || left > $0.left + 1 } ?? false
            if isHere || isRenewed || !goesOn() {
                let place = holder.map { " (process \($0.process.pid) on \($0.process.host))" } ?? ""
                throw ShardError(
                    .locked, "worker \(leases.worker) already writes to \(dataset)\(place)",
                    hint: "wait for it, stop it, or start another part")
            }
            if first == nil { first = (holder, left) }
            usleep(200_000)
        }
    }

    static func lease(of worker: String) -> String { "worker-" + worker }

    /// The lease on a shard.
    package static func lease(of shard: Int) -> String { "shard-\(shard)" }

    /// The time in which no other worker looks at the dataset as a whole.
    package struct Turn: Sendable {
        fileprivate let leases: Leases

        package func end() { leases.release(DatasetWorker.datasetLease) }
    }

    /// Runs `body` while no other worker looks at the dataset as a whole.
    ///
    /// - Throws: what `body` throws; `locked` when others hold it for too long.
    package func alone<R>(_ body: () throws(ShardError) -> R) throws(ShardError) -> R {
        let turn = try turn()
        defer { turn.end() }
        return try body()
    }

    /// Waits until no other worker looks at the dataset as a whole. Others wait until the turn is ended.
    package func turn() throws(ShardError) -> Turn {
        let giveUp = ContinuousClock.now + .seconds(max(10 * leases.seconds, 2 * LeaseRules.unknownSeconds))
        while case .held = try leases.take(Self.datasetLease, belongsToWorker: false) {
            guard .now < giveUp else {
                let odd = leases.oddities.map { "; \($0)" }.joined()
                throw ShardError(
                    .locked, "other workers do not release the dataset's record in \(leases.place.name)\(odd)",
                    hint: "start the same command again")
            }
            // Of many that wait for a store, not all look at once.
            usleep(leases.place.isFar ? .random(in: 200_000...800_000) : 50_000)
        }
        return Turn(leases: leases)
    }

    static func hasEnded(_ worker: String, _ leases: Leases) -> Bool {
        leases.haveEnded(lease(of: WorkerName.withoutStart(worker)), worker: worker)
    }

    /// Whether a worker has certainly ended: nobody changes what it left.
    package func hasEnded(_ worker: String) -> Bool {
        worker == name || Self.hasEnded(worker, leases)
    }

    /// Gives everything back. Calls after the first do nothing.
    package func end() {
        guard
            !hasEnded.withLock({ ended in
                defer { ended = true }
                return ended
            })
        else { return }
        keeper.withLock { $0 }?.stop()
        leases.releaseAll()
    }

    /// Into how many parts workers divide the dataset, as their leases are named.
    package func worldSizes() throws(ShardError) -> Set<Int> {
        let prefix = Self.lease(of: "")
        return Set(
            try leases.place.names().compactMap { file in
                guard file.hasPrefix(prefix), let dot = file.lastIndex(of: ".") else { return nil }
                return WorkerName.worldSize(in: String(file[..<dot].dropFirst(prefix.count)))
            })
    }

    /// Workers that hold a lease, of processes that may run.
    static func running(in claims: any ClaimPlace) throws(ShardError) -> [LeaseRecord] {
        try newest(in: claims).compactMap { record, age in
            let verdict = LeaseRules.verdict(record, age: age, hasEnded: record.process.hasEnded, isOwn: false)
            if case .held = verdict { return record }
            return nil
        }
    }

    /// Whether a worker may still be there: its lease may have ended while it was stopped, and not long ago.
    static func mayWake(in claims: any ClaimPlace) throws(ShardError) -> Bool {
        try newest(in: claims).contains { record, age in
            !record.isReleased && !record.process.hasEnded && age < record.seconds * LeaseRules.forgottenAfter
        }
    }

    /// What the workers' leases say, and how old they are.
    private static func newest(in claims: any ClaimPlace) throws(ShardError) -> [(record: LeaseRecord, age: Double)] {
        var files: [String: [Int]] = [:]
        for file in try claims.names() where file.hasPrefix(lease(of: "")) {
            guard let dot = file.lastIndex(of: "."), let number = Int(file[file.index(after: dot)...]) else { continue }
            files[String(file[..<dot]), default: []].append(number)
        }
        var found: [(record: LeaseRecord, age: Double)] = []
        for (name, numbers) in files.sorted(by: { $0.key < $1.key }) {
            for number in numbers.sorted(by: >) {
                guard let claim = try claims.read("\(name).\(number)"), let record = claim.record else { continue }
                found.append((record, claims.now - claim.modified))
                break
            }
        }
        return found
    }
}
