// What workers and runs of their own find of each other in a folder.

package import DatasetModel
internal import Files

extension DatasetFolder {
    /// Where each worker's own state lies.
    package var workersPath: String { statePath + "/" + DatasetWorker.workersName }

    /// Whether workers can exclude each other here.
    package var hasClaims: Bool { !claims.grantsAll }

    /// Where leases lie: in the place of a dataset that has one and knows conditions; else in the folder. Workers that write
    /// several sizes have them in the folder of the first.
    static func claims(
        in state: String, _ place: (any DatasetPlace)?, _ seat: WorkerSeat?
    ) throws(ShardError) -> any ClaimPlace {
        if case .held(let worker)? = seat { return worker.leases.place }
        guard let place else { return try folderClaims(state) }
        guard let seat else { return place.claims ?? NoClaims(name: place.name) }
        if let claims = place.claims, try claims.excludes() { return claims }
        guard !seat.needsClaims else {
            throw ShardError(
                .place, "\(place.name) does not know conditional writes (If-None-Match), by which --claim works",
                hint: "give each worker a fixed share: --part 1/4 to --part 4/4")
        }
        return NoClaims(name: place.name)
    }

    /// In the state of a size that is not the first: the name of the first one's folder, as long as there are workers.
    private static let claimsInName = "claims-in"

    private static func folderClaims(_ state: String) throws(ShardError) -> FolderClaims {
        let bytes = try asShardError(SmallFile.read(state + "/" + claimsInName))
        let first = bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
        // Only what is written there leads elsewhere: the folder of a size beside this one.
        guard let pixels = Int(first), String(pixels) == first else {
            return FolderClaims(state + "/" + DatasetWorker.claimsName)
        }
        let above = Durable.parent(of: Durable.parent(of: state))
        return FolderClaims("\(above)/\(first)/\(stateName)/\(DatasetWorker.claimsName)")
    }

    /// Tells who opens this size alone where the leases of the workers are that write it.
    func noteClaims() throws(ShardError) {
        guard let worker, place == nil else { return }
        let first = Durable.parent(of: Durable.parent(of: worker.leases.place.name))
        guard first != path, Durable.parent(of: first) == Durable.parent(of: path) else { return }
        let name = Array((first.split(separator: "/").last ?? "").utf8)
        guard try readFile(statePath + "/" + Self.claimsInName) != name else { return }
        // Several workers may do so at this moment: each renames a file of its own.
        let own = ownStatePath + "/" + Self.claimsInName
        try writeFile(name, to: own)
        try move(own, to: statePath + "/" + Self.claimsInName)
    }

    /// The failure of the lock; the message names the process that has it.
    static func lockError(
        _ error: FileError, folder: String, state: String, isWorker: Bool, place: (any DatasetPlace)? = nil
    ) throws(ShardError) -> ShardError {
        guard case .held(let process) = error.reason else { return ShardError(error) }
        if let place, isWorker {
            let owner = process.map { " (process \($0))" } ?? ""
            return ShardError(
                .locked, "this worker\(owner) already writes to \(place.name), with its state in \(folder)",
                hint: "wait for it, stop it, or start another part")
        }
        if isWorker {
            let owner = process.map { " (process \($0))" } ?? ""
            return ShardError(
                .locked, "another img2shards\(owner) writes to \(folder) alone, so that no worker can",
                hint: "wait for it, or stop it and start it again with --part or --claim")
        }
        if process == nil {
            try refuseWorkers(in: folderClaims(state), folder: folder)
        }
        let owner = process.map { " (process \($0))" } ?? ""
        return ShardError(
            .locked, "another img2shards\(owner) writes to \(folder)",
            hint: "wait for it, stop it, or choose another --output-folder")
    }

    /// Refuses a run of its own in a folder that workers write to.
    static func refuseWorkers(in claims: any ClaimPlace, folder: String) throws(ShardError) {
        let running = try DatasetWorker.running(in: claims)
        guard let first = running.first else { return }
        let others = running.count > 1 ? " and \(running.count - 1) more" : ""
        throw ShardError(
            .locked,
            """
            workers write to \(folder): \(first.worker) (process \(first.process.pid) on \
            \(first.process.host))\(others)
            """,
            hint: "wait for them, or work with them: --part K/N or --claim")
    }

    /// Other workers that write to the dataset at this moment.
    package func otherWorkers() throws(ShardError) -> [LeaseRecord] {
        try DatasetWorker.running(in: claims).filter { $0.process.token != ProcessIdentity.current.token }
    }

    /// Moves what ended workers left open to where a run of its own looks for it, and forgets the workers. With the
    /// folder's lock, and no worker running.
    func takeOverWorkers() throws(ShardError) {
        guard place == nil else { return try claims.removeAll() }
        guard FileStatus(workersPath)?.kind == .folder else { return }
        let leases = Leases(in: claims, worker: "", seconds: LeaseRules.unknownSeconds)
        for name in try names(in: workersPath).sorted() where WorkerName.isName(name) {
            // One that is paused may wake, and writes on to the files that it has open.
            try takeOver(
                workersPath + "/" + name, copies: !DatasetWorker.hasEnded(name, leases), where: { _ in true })
        }
        try forgetWorkers()
    }

    /// Removes what is kept of workers. Leases that are still held are lost with it.
    func forgetWorkers() throws(ShardError) {
        try removeTree(workersPath)
        try claims.removeAll()
        Durable.tryToRemoveFile(statePath + "/" + Self.claimsInName)
    }

    /// Moves open shards of another process to this one's: those that this one has not begun itself.
    ///
    /// - Parameters:
    ///   - state: the other's own folder: `.img2shards/workers/3-of-8`.
    ///   - copies: whether they are copied, as the other may wake and write to them.
    private func takeOver(
        _ state: String, copies: Bool = false, where isWanted: (String) -> Bool
    ) throws(ShardError) {
        let folder = state + "/open"
        guard FileStatus(folder, followsLinks: false)?.kind == .folder else { return }
        let own = Set(try names(in: openPath).filter { $0.hasSuffix(ShardFiles.journalSuffix) })
        let left = try names(in: folder).filter(isWanted)
        let begun = Set(own.map { ShardFileName.number(in: $0) })
        // A journal before the data: it must not name samples that a copy of the data does not have.
        for name in left.sorted(by: {
            $0.hasSuffix(ShardFiles.journalSuffix) && !$1.hasSuffix(ShardFiles.journalSuffix)
        })
        where !begun.contains(ShardFileName.number(in: name)) {
            if copies {
                try asShardError(Durable.copy(folder + "/" + name, to: temporaryPath(name)))
            } else {
                try move(folder + "/" + name, to: temporaryPath(name))
            }
        }
    }

    /// Takes what another process left open of a shard: a copy of it, unless that process has certainly ended.
    ///
    /// - Parameters:
    ///   - id: a shard whose lease this worker holds.
    ///   - other: who had the lease before; nil if nobody.
    package func takeOver(_ id: ShardID, from other: String?) throws(ShardError) {
        // What a worker of a dataset in a place leaves is on its own machine.
        guard let worker, place == nil else { return }
        let isOfShard = { (name: String) in Self.isOpenFile(name, of: id) }
        // A run of its own has ended, or its lock would have been in the way.
        try takeOver(statePath, where: isOfShard)
        guard let other, other != worker.name, WorkerName.isName(other) else { return }
        try takeOver(workersPath + "/" + other, copies: !worker.hasEnded(other), where: isOfShard)
    }

    /// Where other workers, and runs of their own, note samples whose image crashed its decoder.
    package var otherCrashesPaths: [String] {
        guard worker != nil, place == nil else { return [] }
        // A folder that cannot be listed is empty or not there.
        let workers = ((try? names(in: workersPath)) ?? []).filter(WorkerName.isName).sorted()
        return ([statePath] + workers.map { workersPath + "/" + $0 }).map { $0 + "/crashes" }
            .filter { $0 != crashesPath }
    }

    /// Removes this worker's own state, where nothing of it is needed any more; of a complete dataset the state of all
    /// workers, if none is running or may wake again. What cannot be removed stays: a run of its own removes it.
    package func forgetWorkers(isComplete: Bool) {
        guard worker != nil else { return }
        Durable.tryToRemoveFolder(openPath)
        if place == nil { Durable.tryToRemoveFolder(ownStatePath) }
        if isComplete, (try? DatasetWorker.mayWake(in: claims)) == false { try? forgetWorkers() }
    }
}
