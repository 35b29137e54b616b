// `.img2shards/list-end.json`: how many shards a run has, as the first worker that read its list to the end found out.

package import DatasetModel
internal import Files
internal import FoundationEssentials

/// The end of a run's list, known before the run is complete.
package struct ListEnd: Codable, Hashable, Sendable {
    /// The run, by its first shard.
    package let firstShard: ShardID
    /// Behind the last shard.
    package let end: ShardID
    /// How rows of the list were selected; nil if all were taken.
    package let selection: SelectionTally?

    package init(firstShard: ShardID, end: ShardID, selection: SelectionTally?) {
        self.firstShard = firstShard
        self.end = end
        self.selection = selection
    }
}

extension DatasetFolder {
    static let listEndName = "list-end.json"
    var listEndPath: String { statePath + "/" + Self.listEndName }

    /// The end of the list of the run that begins with `firstShard`; nil if no worker has read it to the end.
    package func listEnd(ofRunAt firstShard: ShardID) -> ListEnd? {
        // A damaged record knows nothing: the list is read again.
        guard let bytes = (try? readFile(listEndPath)) ?? nil,
            let known = try? JSONDecoder().decode(ListEnd.self, from: Data(bytes)), known.firstShard == firstShard,
            known.end >= firstShard
        else { return nil }
        return known
    }

    /// Records the end of a run's list, for other workers and for `finish`.
    package func write(_ end: ListEnd) throws(ShardError) {
        guard listEnd(ofRunAt: end.firstShard) != end else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try encoder.encode(end))
        } catch {
            throw ShardError(.damagedState, "the record of the list's end cannot be made: \(error)")
        }
        try place(bytes, as: Self.listEndName)
        try writeState(bytes, to: listEndPath)
    }

    /// Removes what is known of the list's end.
    func removeListEnd() { Durable.tryToRemoveFile(listEndPath) }
}
