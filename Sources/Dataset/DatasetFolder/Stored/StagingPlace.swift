// Where the shards of a stored dataset lie on this machine, if not beside the run's state.

internal import Files

/// `--staging` of one dataset: a folder in which its shards are made, and wait until the place has them.
package struct StagingPlace: Hashable, Sendable {
    /// What `--staging` names, absolute: for messages.
    package let option: String
    /// Below it, this dataset's own; absolute.
    package let folder: String

    package init(option: String, folder: String) {
        self.option = option
        self.folder = folder
    }

    // MARK: The record of the last start

    /// In the dot-folder: which folder the last start had.
    private static let recordName = "staging"
    private static let maximumBytes = 64 << 10

    /// What the last start with this state had; nil for the state's own folder, and where the record cannot be read.
    static func recorded(state: String) -> StagingPlace? {
        // What cannot be read names no folder.
        guard let bytes = (try? SmallFile.read(state + "/" + recordName)) ?? nil, bytes.count <= maximumBytes
        else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        guard lines.count == 2, lines.allSatisfy({ $0.hasPrefix("/") }) else { return nil }
        return StagingPlace(option: lines[0], folder: lines[1])
    }

    /// Records what this start has.
    static func record(_ place: StagingPlace?, state: String) throws(ShardError) {
        let path = state + "/" + recordName
        guard let place else { return try asShardError(Durable.removeFile(path)) }
        try asShardError(Durable.replace(path, with: Array("\(place.option)\n\(place.folder)\n".utf8)))
    }
}
