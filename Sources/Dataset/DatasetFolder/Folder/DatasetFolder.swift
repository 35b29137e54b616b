// The output folder: where files lie while they are made and when they are done.

internal import DatasetModel
internal import Files
internal import Glibc
internal import Synchronization

/// The folder of a dataset, held by this process alone, or by several of which each makes other shards.
///
///     OUT/00000.tar  00000.parquet  00000_stats.json     finished shards, nothing else
///     OUT/.img2shards/run.json                           what the dataset is made of
///     OUT/.img2shards/checksums/00000                    by what `verify` knows a shard's bytes
///     OUT/.img2shards/crashes                            samples that crashed their decoder, if any
///     OUT/.img2shards/lock                               held by the running process
///     OUT/.img2shards/open/00001.tar                     shards being written, each with its journal
///     OUT/.img2shards/open/00001.journal
///     OUT/.img2shards/open/00001.vectors                 of samples that models have seen
///     OUT/.img2shards/retries/2/rows-0.parquet           rows that a retry is at
///     OUT/.img2shards/workers/3-of-8/                    the same of one of several processes: `open`, `crashes`
///     OUT/.img2shards/claims/                            which process makes what: `DatasetWorker`
///
/// If the dataset's place is elsewhere, this folder has its state, the open shards, and finished ones until they are sent:
///
///     OUT/00000_stats.json                               stay here
///     OUT/.img2shards/stored/00000.json                  what the place has of a shard: it is finished
///     OUT/.img2shards/staging                            where shards are made, if that is another folder:
///     STAGING/open/00001.tar, 00001.journal              shards being written
///     STAGING/00000.tar, 00000.parquet                   finished ones until they are sent
///
/// Safe to use from any thread.
package final class DatasetFolder: Sendable {
    /// As given, for messages.
    package let name: String
    /// Absolute path.
    package let path: String
    /// False where the file system knows no locks: then two runs at once are not noticed.
    package let isLocked: Bool
    /// Whose files are a shard's.
    package let formats: KnownFormats
    let publishing: any ShardPublishing
    /// This process among several that write to the folder; nil where it is the only one.
    package let worker: DatasetWorker?
    /// Where the dataset is to lie; nil for this folder.
    package let place: (any DatasetPlace)?
    /// Where the leases of the dataset's workers lie: in this folder, or in the dataset's place.
    let claims: any ClaimPlace
    /// Whether the place has a record of the dataset, as far as this process knows.
    let placedRecord = Mutex(false)
    /// Where the shards of a dataset in a place are made, and wait to be sent; nil for this folder.
    let staging: StagingPlace?
    private let stagingLock: FolderLock?
    private let lock: FolderLock

    /// Our own place in the folder; the dot hides it from readers that match `*.json`.
    package static let stateName = ".img2shards"
    var statePath: String { path + "/" + Self.stateName }
    /// Where each tar's entry of the wids list is noted.
    package var widsEntriesPath: String { statePath + "/wids" }
    package static let statusName = "status.json"
    /// Where the figures of this process' run are, for `status`.
    package var statusPath: String { ownStatePath + "/" + Self.statusName }
    /// What this process alone changes: open shards, crashes. If the dataset is to lie elsewhere, all of this folder.
    var ownStatePath: String {
        guard place == nil, let worker else { return statePath }
        return workersPath + "/" + worker.name
    }
    var openPath: String { staging.map { $0.folder + "/" + Self.stagedOpenName } ?? ownStatePath + "/open" }
    /// Where the data of finished shards lies.
    var dataPath: String { staging?.folder ?? path }
    static let runName = "run.json"
    var runPath: String { statePath + "/" + Self.runName }
    /// Where samples are noted whose image crashed the process; absent as long as there is none.
    package var crashesPath: String { ownStatePath + "/crashes" }

    /// Makes the folder where it is missing, takes its lock and checks that it can be written. What an earlier
    /// start left is not touched: `DatasetStart` decides about it.
    ///
    /// - Parameters:
    ///   - formats: all that there are, not only the dataset's: an overwrite removes files of every format.
    ///   - publishing: how finished files become visible in this folder; nil for by renaming.
    ///   - seat: as which of several processes this one writes to the folder; nil for the only one.
    ///   - place: where finished files go from this folder; nil for nowhere.
    ///   - staging: where the files of a dataset with a place are made; nil for this folder.
    /// - Throws: `locked`, `permission`, `notAFolder`, `diskFull`, `io`.
    package init(
        _ name: String, formats: KnownFormats, publishing: (any ShardPublishing)? = nil, seat: WorkerSeat? = nil,
        place: (any DatasetPlace)? = nil, staging: StagingPlace? = nil
    ) throws(ShardError) {
        self.name = place?.name ?? name
        self.place = place
        self.formats = formats
        guard !name.isEmpty else { throw ShardError(.notAFolder, "cannot open an output folder without name") }
        do {
            try asShardError(Durable.makeFolder(name))
        } catch {
            throw error.hint != nil
                ? error
                : ShardError(error.category, error.message, hint: "choose an --output-folder that you can write to")
        }
        guard let resolved = realpath(name, nil) else {
            throw ShardError(system: errno, doing: "open", path: name)
        }
        defer { free(resolved) }
        guard let path = FileName.text(resolved) else {
            throw ShardError(
                .notAFolder, "\(name) is in a folder whose name is not UTF-8, \(FileName.escaped(resolved))",
                hint: "rename that folder, or choose another --output-folder")
        }
        self.path = path
        self.staging = staging
        self.publishing =
            publishing ?? staging.map { StagedPublishing(folder: path, staging: $0.folder) }
            ?? LocalPublishing(folder: path)
        let state = path + "/" + Self.stateName
        for folder in [state, state + "/open", path + "/" + ShardChecksums.folder] { try Self.refuseLink(folder) }
        try asShardError(Durable.makeFolder(state))
        do {
            // A folder on the way to a place is one process' own.
            lock = try FolderLock(path: state + "/lock", isShared: seat != nil && place == nil)
        } catch {
            throw try Self.lockError(error, folder: name, state: state, isWorker: seat != nil, place: place)
        }
        isLocked = lock.isHeld
        let claims = try Self.claims(in: state, place, seat)
        self.claims = claims
        worker = try seat?.taken(in: claims, dataset: place?.name ?? name)
        // Other machines' locks may not be seen, but their leases are.
        if seat == nil { try Self.refuseWorkers(in: claims, folder: place?.name ?? name) }
        stagingLock =
            place == nil ? nil : try Self.takeStaging(staging, state: state, dataset: self.name, formats: formats)
        for folder in [workersPath, ownStatePath, openPath] { try Self.refuseLink(folder) }
        try asShardError(Durable.makeFolder(openPath))
        try checkWritable()
        try noteClaims()
    }

    /// Where a shard's file lies when it is done.
    package func finalPath(_ file: String) -> String { (Self.isKeptHere(file) ? path : dataPath) + "/" + file }

    /// Where a shard's file lies while it is written: the same file system, so that a rename publishes it.
    ///
    /// A file of a folder inside the dataset's lies there under one name: `indices-webshart-00001.json`.
    package func temporaryPath(_ file: String) -> String {
        openPath + "/" + String(file.map { $0 == "/" ? "-" : $0 })
    }

    /// Refuses a run whose URL list lies in this folder under the name of a shard's file: it would be overwritten.
    ///
    /// - Parameter lists: paths of the list's files.
    /// - Throws: `wouldOverwriteList`.
    package func checkLists(_ lists: [String]) throws(ShardError) {
        let own = try ownFolders()
        for list in lists {
            guard let resolved = realpath(list, nil) else { continue }  // not there: the list's reader says so
            let full = String(cString: resolved)
            free(resolved)
            guard let isIn = FileIdentity(path: Durable.parent(of: full)), let kind = own[isIn] else { continue }
            let base = full.utf8.split(separator: UInt8(ascii: "/")).last ?? full.utf8[...]
            if kind == .indices || ShardFileName(String(decoding: base, as: UTF8.self), formats) != nil {
                throw ShardError(
                    .wouldOverwriteList, "\(list) is in the output folder and has the name of a shard's file",
                    hint: "choose another --output-folder, or give the list another name")
            }
        }
    }

    private enum OwnFolder { case shards, indices }

    /// The folders that files of shards are published in, as the file system knows them: whatever path a list was
    /// given by, and whatever its letters are.
    private func ownFolders() throws(ShardError) -> [FileIdentity: OwnFolder] {
        var own: [FileIdentity: OwnFolder] = [:]
        for name in try names(in: path) where Self.isBucket(name) {
            if let identity = FileIdentity(path: finalPath(name)) { own[identity] = .shards }
        }
        let embeddings = EmbeddingFiles.folders
        for name in [ShardIndexFolder.webshart, ShardIndexFolder.wids, embeddings.metadata] {
            if let identity = FileIdentity(path: finalPath(name)) { own[identity] = .indices }
        }
        if let identity = FileIdentity(path: path) { own[identity] = .shards }
        return own
    }

    /// A file can be made and synced: better found out now than after the first shard.
    private func checkWritable() throws(ShardError) {
        try writeFile(Array("img2shards\n".utf8), to: temporaryPath("probe"))
        // The top level is another folder than the dot-folder, with permissions of its own.
        guard access(path, W_OK | X_OK) == 0 else {
            throw ShardError(system: errno, doing: "write to", path: name)
        }
        Durable.tryToRemoveFile(temporaryPath("probe"))
    }

    /// Our own folders are never links: what lies behind one would be emptied at the start.
    private static func refuseLink(_ path: String) throws(ShardError) {
        guard FileStatus(path, followsLinks: false)?.kind == .link else { return }
        throw ShardError(
            .notAFolder, "\(path) is a symbolic link, not a folder",
            hint: "remove the link, or choose another --output-folder")
    }

    /// Makes a folder of the dataset, and those above it.
    package func makeFolder(_ path: String) throws(ShardError) { try asShardError(Durable.makeFolder(path)) }
}
