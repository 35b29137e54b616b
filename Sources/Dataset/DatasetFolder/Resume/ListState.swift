// `.img2shards/lists.json`: the files of the URL list as they were when they were last known to be the dataset's.

internal import Files
internal import FoundationEssentials
internal import Glibc
internal import Ground

/// Says whether a list's files were written to since the finished shards were compared with their rows.
package struct ListState: Codable, Hashable, Sendable {
    /// One file, known by what changes when it is written to or replaced by another.
    struct File: Codable, Hashable, Sendable {
        let name: String
        let sizeBytes: Int
        let modifiedSeconds: Int
        let modifiedNanoseconds: Int
        var changedSeconds = 0
        var changedNanoseconds = 0
        var inode: UInt64 = 0
        /// Of a file in a store: what changes when it is written again. Nil for a local file, which has times.
        var version: String?
    }

    /// A file as the store that it lies in knows it.
    package struct Stored: Sendable {
        let sizeBytes: Int
        let version: String

        /// - Parameter version: what changes when it is written again, empty if the store does not say.
        package init(sizeBytes: Int, version: String) {
            self.sizeBytes = sizeBytes
            self.version = version
        }
    }

    /// A file system may keep times in steps of two seconds (FAT).
    private static let coarsestSeconds = 2

    /// The run that the list is of, by its first shard.
    let firstShard: Int
    let files: [File]
    /// Seconds since 1970 when the files were looked at, which was before their rows were read.
    let seenSeconds: Int

    init(firstShard: Int, files: [File], seenSeconds: Int) {
        self.firstShard = firstShard
        self.files = files
        self.seenSeconds = seenSeconds
    }

    /// Looks at the files that decide which rows are in which shard: the list's, and exclude lists.
    ///
    /// - Parameter stored: the files that lie in stores, by their paths.
    /// - Returns: nil when one of them cannot be found, or its store does not say which one it is.
    package init?(_ paths: [String], stored: [String: Stored] = [:], firstShard: Int) {
        var files: [File] = []
        for path in paths {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            if let stored = stored[path] {
                guard !stored.version.isEmpty else { return nil }
                files.append(
                    File(
                        name: name, sizeBytes: stored.sizeBytes, modifiedSeconds: 0, modifiedNanoseconds: 0,
                        version: stored.version))
                continue
            }
            guard let status = FileStatus(path) else { return nil }
            files.append(
                File(
                    name: name, sizeBytes: status.byteCount,
                    modifiedSeconds: status.modifiedSeconds, modifiedNanoseconds: status.modifiedNanoseconds,
                    changedSeconds: status.changedSeconds, changedNanoseconds: status.changedNanoseconds,
                    inode: status.inode))
        }
        self.init(firstShard: firstShard, files: files, seenSeconds: WallClock.timestamp.secondsSince1970)
    }

    /// Whether what was known of the files then holds for them as they are now: nobody has written to them.
    ///
    /// A file that was new when it was looked at may have been written to once more within the same step of its file
    /// system's clock.
    package func vouches(for now: ListState) -> Bool {
        firstShard == now.firstShard && files == now.files
            && files.allSatisfy {
                max($0.modifiedSeconds, $0.changedSeconds) + Self.coarsestSeconds < seenSeconds
            }
    }
}

extension DatasetFolder {
    static let listStateName = "lists.json"
    var listStatePath: String { statePath + "/" + Self.listStateName }

    /// What is known of the list; nil when nothing is.
    package func listState() -> ListState? {
        // A damaged record knows nothing: the rows are compared.
        guard let bytes = (try? readFile(listStatePath)) ?? nil else { return nil }
        return try? JSONDecoder().decode(ListState.self, from: Data(bytes))
    }

    /// Records that the finished shards are of the list as it is.
    package func write(_ state: ListState) throws(ShardError) {
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try JSONEncoder().encode(state))
        } catch {
            throw ShardError(.damagedState, "the record of the list cannot be made: \(error)")
        }
        try place(bytes, as: Self.listStateName)
        try writeState(bytes, to: listStatePath)
    }

    /// Removes what is known of the list.
    func removeListState() { Durable.tryToRemoveFile(listStatePath) }

    /// The digest of the rows that a finished shard was made of; nil for shards of older versions.
    ///
    /// - Parameter name: of the shard, or of its first part.
    package func rowsDigest(of name: String) -> RowsDigest? {
        ShardRecord.read(finalPath("\(ShardChecksums.folder)/\(name)"))?.rows
    }
}
