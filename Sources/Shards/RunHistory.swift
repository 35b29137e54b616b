// The record in the dot-folder of how a dataset came to be.

package import DatasetModel
internal import FoundationEssentials

/// The runs that made a dataset: one, and one more for each time it was extended.
package struct RunHistory: Codable, Hashable, Sendable {
    /// One run, which may have been stopped and started any number of times.
    package struct Run: Codable, Hashable, Sendable {
        /// The run's shards begin here.
        package let firstShard: ShardID
        package let identity: RunIdentity
    }

    /// Grows when a file written now cannot be understood by an older version.
    static let currentVersion = 1

    private let version: Int
    /// Oldest first; never empty.
    package let runs: [Run]

    private init(runs: [Run]) {
        version = Self.currentVersion
        self.runs = runs
    }

    /// First shard of the run that is under way.
    package var firstShard: ShardID { runs.last?.firstShard ?? ShardID(0) }

    /// Decides how a start goes on from what is there.
    ///
    /// - Parameters:
    ///   - history: what the folder records; nil for a new folder, or one that img2dataset wrote.
    ///   - highest: the highest finished shard of the folder.
    ///   - dataset: the output folder, as given, for the message.
    /// - Returns: the history to record before the first shard.
    /// - Throws: `identityDiffers` when an incremental start would mix two datasets.
    package static func start(
        _ identity: RunIdentity, policy: ResumePolicy, after history: RunHistory?, highest: ShardID?, dataset: String
    ) throws(ShardError) -> RunHistory {
        switch policy {
        case .overwrite:
            return RunHistory(runs: [Run(firstShard: ShardID(0), identity: identity)])
        case .incremental:
            guard let history, let last = history.runs.last else {
                return RunHistory(runs: [Run(firstShard: ShardID(0), identity: identity)])
            }
            let differences = identity.differences(from: last.identity)
            guard differences.isEmpty else { throw RunDifference.error(differences, dataset: dataset) }
            return history
        case .extend:
            let first = ShardID(highest.map { $0.number + 1 } ?? 0)
            return RunHistory(runs: (history?.runs ?? []) + [Run(firstShard: first, identity: identity)])
        }
    }

    /// The record of a folder; nil when there is none.
    ///
    /// - Throws: `damagedState` when it cannot be understood; `io`, `permission`.
    package static func read(from folder: DatasetFolder) throws(ShardError) -> RunHistory? {
        guard let bytes = try folder.readFile(folder.runPath) else { return nil }
        let history: RunHistory
        do {
            history = try JSONDecoder().decode(RunHistory.self, from: Data(bytes))
        } catch {
            throw ShardError(
                .damagedState, "\(folder.runPath) cannot be understood",
                hint: "choose another --output-folder, or replace the dataset: --incremental-mode overwrite")
        }
        guard history.version == currentVersion else {
            throw ShardError(
                .damagedState, "\(folder.name) was begun by a newer img2shards", hint: "go on with the newer version")
        }
        return history
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
        try folder.writeState(bytes, to: folder.runPath)
    }
}
