// A dataset of the Hub as the place of a dataset.

package import DatasetFolder
internal import Files
package import Hub

/// A folder of a dataset repository. Shards become visible in commits, each shard whole in one of them.
package struct HubPlace: DatasetPlace {
    private let branch: HubBranch
    /// In the repository, without slashes around it; empty for its root.
    private let folder: String
    private let card: HubCard?

    package let name: String
    package var mostShardsAtOnce: Int { 32 }

    /// - Parameters:
    ///   - path: where the dataset lies on the Hub.
    ///   - card: nil if there is no need for one.
    package init(_ path: HubPath, _ branch: HubBranch, card: HubCard?) {
        name = path.text
        folder = path.path.split(separator: "/").joined(separator: "/")
        self.branch = branch
        self.card = card
    }

    private func path(_ name: String) -> String { folder.isEmpty ? name : folder + "/" + name }

    package func store(
        _ shards: [StagedShard], isWanted: @Sendable () -> Bool, sent: @Sendable (Int) -> Void
    ) throws(ShardError) -> [ShardReceipt] {
        try asShardError(self) { () throws(HubError) in
            let uploads = try shards.flatMap(\.files).map { file throws(HubError) in
                guard let byteCount = FileStatus(file.path)?.byteCount else {
                    throw HubError(.localFile, "\(file.path) is gone")
                }
                return HubUpload(path: path(file.name), file: file.path, byteCount: byteCount)
            }
            let sizes = Dictionary(uploads.map { ($0.path, $0.byteCount) }, uniquingKeysWith: { first, _ in first })
            var changes = try branch.client.prepare(
                uploads, for: branch.dataset, branch: branch.name, isWanted: isWanted)
            sent(uploads.reduce(0) { $0 + $1.byteCount })
            let table = shards.lazy.flatMap(\.files).first { $0.name.hasSuffix(".parquet") }?.path
            if let text = try card?.missingText(in: branch, table: table) {
                changes.append(.small(path: HubCard.path, bytes: Array(text.utf8)))
            }
            let names =
                shards.count == 1
                ? "shard \(shards[0].name)" : "shards \(shards[0].name) to \(shards[shards.count - 1].name)"
            _ = try branch.commit(changes, summary: "Add \(names)", isWanted: isWanted)
            let kept = Dictionary(changes.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
            return shards.map { shard in
                ShardReceipt(
                    files: shard.files.map { file in
                        var version = ""
                        if case .large(_, let sha256, _) = kept[path(file.name)] { version = sha256 }
                        return ShardReceipt.File(
                            name: file.name, byteCount: sizes[path(file.name)] ?? 0, version: version)
                    })
            }
        }
    }

    package func write(_ bytes: [UInt8], to name: String, unlessThere: Bool) throws(ShardError) -> Bool {
        try asShardError(self) { () throws(HubError) in
            try branch.write(
                HubUpload(path: path(name), bytes: bytes), unlessThere: unlessThere, summary: "Write \(name)")
        }
    }

    package func read(_ name: String, maximumBytes: Int) throws(ShardError) -> [UInt8]? {
        try asShardError(self) { () throws(HubError) in try branch.read(path(name), maximumBytes: maximumBytes) }
    }

    package func files(in folder: String) throws(ShardError) -> [FileInPlace] {
        try asShardError(self) { () throws(HubError) in
            let place = folder.isEmpty ? self.folder : path(folder)
            return try branch.entries(of: place).filter { !$0.isFolder }
                .map { FileInPlace(name: $0.name, byteCount: $0.byteCount) }
        }
    }

    package func folders() throws(ShardError) -> [String] {
        try asShardError(self) { () throws(HubError) in
            try branch.entries(of: folder).filter(\.isFolder).map(\.name)
        }
    }

    package func remove(_ names: [String]) throws(ShardError) {
        guard !names.isEmpty else { return }
        try asShardError(self) { () throws(HubError) in
            var start = 0
            while start < names.count {
                let some = names[start..<min(start + 500, names.count)]
                let what = some.count == 1 ? some[start] : "\(some.count) files"
                _ = try branch.commit(
                    some.map { .removal(path: path($0)) }, summary: "Remove \(what)", isWanted: { false })
                start += some.count
            }
        }
    }

    /// What no commit names is not visible, and the Hub forgets it itself.
    package func forgetUnfinished(_ isOurs: (String) -> Bool) throws(ShardError) {}
}

/// Asks the Hub; what fails of it is a failure of the output.
private func asShardError<R>(_ place: HubPlace, _ body: () throws(HubError) -> R) throws(ShardError) -> R {
    do throws(HubError) { return try body() } catch { throw ShardError(error, in: place.name) }
}
