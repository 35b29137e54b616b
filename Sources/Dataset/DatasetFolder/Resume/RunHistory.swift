// The record in the dot-folder of how a dataset came to be.

package import DatasetModel
internal import Files
internal import FoundationEssentials

/// The runs that made a dataset: one, and one more for each time it was extended or failed rows were tried again.
package struct RunHistory: Codable, Hashable, Sendable {
    /// One run, which may have been stopped and started any number of times.
    package struct Run: Codable, Hashable, Sendable {
        /// The run's shards begin here.
        package let firstShard: ShardID
        package let identity: RunIdentity
        /// Set when its rows are failed rows of other runs.
        package private(set) var retry: Retry?
        /// Whether all of the run's shards have files of checksums; nil where some may be of another program or an
        /// older version.
        package private(set) var keepsChecksums: Bool?
        /// Behind the run's last shard, once all of its rows were settled; nil before.
        package internal(set) var end: ShardID?
        /// How rows of the list were chosen, known with `end`; nil where all were taken.
        package internal(set) var selection: SelectionTally?

        init(firstShard: ShardID, identity: RunIdentity, retry: Retry? = nil, keepsChecksums: Bool = true) {
            self.keepsChecksums = keepsChecksums ? true : nil
            self.firstShard = firstShard
            self.identity = identity
            self.retry = retry
        }
    }

    /// What a run is that fetches failed rows again.
    package struct Retry: Codable, Hashable, Sendable {
        /// Names the folder of its list.
        package let number: Int
        /// Places in `runs` of those whose rows it takes.
        package let takenRuns: [Int]

        package init(number: Int, takenRuns: [Int]) {
            self.number = number
            self.takenRuns = takenRuns
        }
    }

    /// Grows when a file written now cannot be understood by an older version.
    static let currentVersion = 1

    private let version: Int
    /// Oldest first; never empty.
    package private(set) var runs: [Run]

    private init(runs: [Run]) {
        version = Self.currentVersion
        self.runs = runs
    }

    /// Place of the run that `download` resumes.
    package var downloadIndex: Int? { runs.lastIndex { $0.retry == nil } }

    /// Place of the retry that was begun and did not come to its end, if nothing came after it.
    package var openRetryIndex: Int? {
        guard let last = runs.last, last.retry != nil, last.end == nil else { return nil }
        return runs.count - 1
    }

    /// The numbers that shards of a run have, or may still get.
    package func shards(ofRun index: Int) -> Range<Int> {
        let first = runs[index].firstShard.number
        let next = index + 1 < runs.count ? runs[index + 1].firstShard.number : Int.max
        return first..<max(first, next)
    }

    /// Notes that all rows of a run are settled.
    ///
    /// - Parameter end: behind its last shard.
    mutating func complete(run index: Int, end: ShardID, selection: SelectionTally?) {
        runs[index].end = end
        runs[index].selection = selection
    }

    /// The history before its last run was begun; nil when that was the first.
    var withoutLast: RunHistory? { runs.count > 1 ? RunHistory(runs: runs.dropLast()) : nil }

    /// Place of the run that a start with this policy resumes; nil when it begins another.
    static func index(
        in history: RunHistory?, policy: ResumePolicy, retry: Retry?
    ) -> Int? {
        guard policy == .incremental, let history else { return nil }
        guard let retry else { return history.downloadIndex }
        return history.openRetryIndex.flatMap { history.runs[$0].retry == retry ? $0 : nil }
    }

    /// What a start does that was asked for `policy`: an `extend` over the run that it has begun itself and not
    /// completed resumes that run, so that the same command may be started again after every stop. A start with other
    /// options than those of a folder in which no row is replaces what the folder records.
    ///
    /// - Parameters:
    ///   - history: what the folder records; nil for a folder without a record.
    ///   - dataset: the folder.
    ///   - formats: all that there are.
    package static func policy(
        _ policy: ResumePolicy, _ identity: RunIdentity, after history: RunHistory?, dataset: String,
        formats: KnownFormats
    ) -> ResumePolicy {
        if policy == .incremental, let history, let index = history.downloadIndex,
            !identity.differences(from: history.runs[index].identity).isEmpty,
            history.isWithoutRows(dataset: dataset, formats: formats)
        {
            return .overwrite
        }
        guard policy == .extend, let history, let index = history.downloadIndex, history.runs[index].end == nil,
            identity.differences(from: history.runs[index].identity).isEmpty
        else { return policy }
        return .incremental
    }

    /// Decides what a start resumes of what is there.
    ///
    /// - Parameters:
    ///   - history: what the folder records; nil for a new folder, or one that img2dataset wrote.
    ///   - highest: the highest finished shard of the folder.
    ///   - dataset: the output folder, as given, for the message.
    ///   - retry: set for a start that fetches failed rows again; its policy is incremental.
    /// - Returns: the history to record before the first shard.
    /// - Throws: `identityDiffers` when an incremental start would mix two datasets.
    package static func start(
        _ identity: RunIdentity, policy: ResumePolicy, after history: RunHistory?, highest: ShardID?, dataset: String,
        retry: Retry? = nil
    ) throws(ShardError) -> RunHistory {
        if policy == .overwrite || (history == nil && policy == .incremental) {
            // Finished shards without a record are img2dataset's.
            let keepsChecksums = policy == .overwrite || highest == nil
            return RunHistory(
                runs: [Run(firstShard: ShardID(0), identity: identity, keepsChecksums: keepsChecksums)])
        }
        if let history, let index = index(in: history, policy: policy, retry: retry) {
            let differences = identity.differences(from: history.runs[index].identity)
            guard differences.isEmpty else {
                throw RunDifference.error(differences, dataset: dataset, canExtend: !identity.sets(.reshape))
            }
            return history
        }
        try checkIsNotReshapedTwice(identity, after: history, dataset: dataset)
        if let earlier = history?.runs.last?.identity {
            let differences = identity.differences(from: earlier).filter { $0.isOfModels }
            guard differences.isEmpty else { throw RunDifference.error(differences, dataset: dataset) }
        }
        // Not into a gap that another run's shards belong in.
        let ends = (history?.runs ?? []).compactMap { $0.end?.number } + [highest.map { $0.number + 1 } ?? 0]
        let run = Run(firstShard: ShardID(ends.max() ?? 0), identity: identity, retry: retry)
        return RunHistory(runs: (history?.runs ?? []) + [run])
    }

    /// A dataset grows while it is downloaded: its first shards may be in the new one already.
    private static func checkIsNotReshapedTwice(
        _ identity: RunIdentity, after history: RunHistory?, dataset: String
    ) throws(ShardError) {
        guard identity.sets(.reshape) else { return }
        let before = (history?.runs ?? []).filter { $0.identity.sets(.reshape) }.flatMap(\.identity.lists)
        guard let table = identity.lists.first(where: { before.contains($0) }) else { return }
        throw ShardError(
            .identityDiffers, "\(dataset) has the images of \(table.name) already: they would be there twice.",
            hint: "start over: another --output-folder · replace it: --incremental-mode overwrite")
    }

    /// The record of a folder; nil when there is none.
    ///
    /// - Throws: `damagedState` when it cannot be understood; `io`, `permission`.
    package static func read(from folder: DatasetFolder) throws(ShardError) -> RunHistory? {
        try read(folder.runPath, dataset: folder.name)
    }

    /// The record of a dataset that nobody holds; nil when there is none.
    ///
    /// - Throws: as `read(from:)`.
    package static func read(dataset path: String) throws(ShardError) -> RunHistory? {
        try read(path + "/" + DatasetFolder.stateName + "/" + DatasetFolder.runName, dataset: path)
    }

    private static func read(_ path: String, dataset: String) throws(ShardError) -> RunHistory? {
        guard let bytes = try asShardError(SmallFile.read(path)) else { return nil }
        return try RunHistory(bytes, from: path, dataset: dataset)
    }

    /// A record as it lies in a folder or a place.
    ///
    /// - Throws: `damagedState` when it cannot be understood.
    init(_ bytes: [UInt8], from path: String, dataset: String) throws(ShardError) {
        do {
            self = try JSONDecoder().decode(RunHistory.self, from: Data(bytes))
        } catch {
            if RemovalRecord(parsing: bytes) != nil { throw RemovalRecord.error(dataset: dataset) }
            throw ShardError(
                .damagedState, "\(path) cannot be understood",
                hint: "choose another --output-folder, or replace the dataset: --incremental-mode overwrite")
        }
        guard version == Self.currentVersion else {
            throw ShardError(
                .damagedState, "\(dataset) was begun by a newer img2shards", hint: "use the newer version")
        }
    }

    /// Whether one record is of the same dataset as another, and of as many runs or fewer.
    func isEarlier(than other: RunHistory) -> Bool {
        runs.count <= other.runs.count
            && zip(runs, other.runs).allSatisfy {
                $0.firstShard == $1.firstShard && $0.identity == $1.identity && $0.retry == $1.retry
            }
    }

    /// Records the history in the folder; the old record stays whole until the new one is.
    package func write(to folder: DatasetFolder) throws(ShardError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try encoder.encode(self))
        } catch {
            throw ShardError(.damagedState, "the record of the run cannot be made: \(error)")
        }
        // The place first: what it has is what another machine would continue.
        try folder.place(record: bytes)
        try folder.writeState(bytes, to: folder.runPath)
    }
}
