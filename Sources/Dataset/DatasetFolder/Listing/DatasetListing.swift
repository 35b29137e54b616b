// Which shards lie in a folder: for readers, who neither lock nor change it.

package import DatasetModel
internal import Files
internal import FoundationEssentials
internal import Ground

/// The shards of a dataset folder by their files' names, finished or not.
package struct DatasetListing: Sendable {
    /// The files of one shard, as paths; nil for a file that is not there.
    package struct Shard: Sendable {
        package let id: ShardID
        /// `00012`.
        package let name: String
        package internal(set) var data: String?
        /// `tar` in `00012.tar`; nil without a data file.
        package internal(set) var dataSuffix: String?
        /// `00012.idx`.
        package internal(set) var index: String?
        package internal(set) var metadata: String?
        package internal(set) var stats: String?
        /// `.img2shards/checksums/00012`, whether it is there or not.
        package let checksumsPath: String
    }

    /// As given.
    package let dataset: TypedDataset
    package var path: String { dataset.path }
    /// The folder the shards lie in.
    package let folder: String
    /// In the order of their numbers.
    package let shards: [Shard]
    /// Whether any shard of the folder has a data file beside its table.
    private let hasDataFiles: Bool
    /// Whether any shard of the folder has a table.
    private let hasTableFiles: Bool
    /// All that there are.
    package let formats: KnownFormats
    /// Whether it is of a whole dataset, not of one shard.
    package let isWhole: Bool
    /// The folder of the dataset that this is one bucket of, with `--bucket-folders`; nil for a dataset of its own.
    package let bucketOf: String?
    /// Folders inside that are named as buckets, sorted.
    let bucketNames: [String]
    /// The runs that made the dataset, oldest first; none where that is not recorded.
    let runs: [RunHistory.Run]

    /// - Parameters:
    ///   - dataset: its path is a dataset's folder; or one shard of it: any of its files, or its name without a suffix.
    ///   - formats: all that there are.
    /// - Throws: `notAFolder`, `permission`, `io`; `noShards` when there is no shard.
    package init(_ dataset: TypedDataset, formats: KnownFormats) throws(ShardError) {
        try self.init(dataset, formats: formats, only: nil)
    }

    /// - Parameter stems: names of the shards that are listed; nil for all.
    init(_ dataset: TypedDataset, formats: KnownFormats, only stems: Set<String>?) throws(ShardError) {
        self.dataset = dataset
        let path = dataset.path
        self.formats = formats
        let isFolder = FileStatus(path)?.kind == .folder
        let (above, base) = Self.split(path)
        // `S/` of the files format is a shard although it is a folder.
        let wanted = isFolder && !Self.isShardFolder(path, base, formats) ? nil : ShardFileName.stem(of: base, formats)
        folder = wanted == nil ? path : above
        guard isFolder || wanted != nil else {
            throw ShardError(
                .noShards, "\(path) is neither a dataset's folder nor one of its shards",
                hint: "give the --output-folder of a download, or a file such as \(path)/00000.tar")
        }
        var found: [String: Shard] = [:]
        var (hasDataFiles, hasTableFiles) = (false, false)
        var bucketNames: [String] = []
        let listed = folder
        for name in try asShardError(FolderNames.list(listed)) {
            if DatasetFolder.isBucket(name) { bucketNames.append(name) }
            guard let file = ShardFileName(name, formats) else { continue }
            // `256` of a run with several sizes is a dataset, and no shard of `files`.
            if file.kind == .data(suffix: ""), DatasetFolder.hasRecord(folder + "/" + name) { continue }
            if case .data = file.kind { hasDataFiles = true }
            if file.kind == .metadata { hasTableFiles = true }
            guard wanted == nil || file.stem == wanted, stems?.contains(file.stem) ?? true else { continue }
            var shard =
                found[file.stem]
                ?? Shard(
                    id: file.shard, name: file.stem,
                    checksumsPath: "\(folder)/\(ShardChecksums.folder)/\(file.stem)")
            switch file.kind {
            case .stats: shard.stats = folder + "/" + name
            case .metadata: shard.metadata = folder + "/" + name
            case .index: shard.index = folder + "/" + name
            case .data(let suffix):
                shard.data = folder + "/" + name
                shard.dataSuffix = suffix
            }
            found[file.stem] = shard
        }
        isWhole = wanted == nil
        self.hasDataFiles = hasDataFiles
        self.hasTableFiles = hasTableFiles
        self.bucketNames = bucketNames.sorted()
        let bucketOf = Self.dataset(ofBucket: folder, shards: found.keys)
        self.bucketOf = bucketOf
        // The record of a bucket is that of its dataset.
        runs = Self.runs(of: bucketOf ?? folder)
        shards = found.values.sorted { $0.id != $1.id ? $0.id < $1.id : $0.name < $1.name }
        guard !shards.isEmpty else {
            if let unfinished = unfinishedRun {
                throw ShardError(.noShards, "\(path) has no finished shard yet: \(unfinished.words(dataset))")
            }
            throw ShardError(
                .noShards, "\(path) has no shard",
                hint: Self.insideHint(dataset) ?? "give the --output-folder of a download, or one of its shards")
        }
    }

    /// Whether a shard must have images when its stats count some: not with `--save-metadata-only` or
    /// `--bucket-folders`, whose buckets have them, nor of a format without tables.
    ///
    /// Without a record, as for datasets of img2dataset, no data anywhere stands for a dataset of metadata.
    package func hasImages(_ shard: Shard) -> Bool {
        guard let run = run(of: shard) else { return hasDataFiles || bucketOf != nil }
        return hasTables(shard)
            && !run.identity.sets(.metadataOnly) && !(run.identity.sets(.bucketFolders) && bucketOf == nil)
    }

    /// Whether a shard must have a `S.parquet`: not of a format without tables, which without a record is
    /// a dataset of stats alone.
    package func hasTables(_ shard: Shard) -> Bool {
        guard let run = run(of: shard) else { return hasTableFiles }
        return !(run.identity.value(of: .outputFormat).recorded.map(formats.withoutTable.contains) ?? false)
    }

    func run(of shard: Shard) -> RunHistory.Run? { runs.last { $0.firstShard <= shard.id } }

    private static func runs(of folder: String) -> [RunHistory.Run] {
        let path = folder + "/" + DatasetFolder.stateName + "/run.json"
        // A record that cannot be read is reported by the next download; here it is ignored.
        guard let bytes = try? SmallFile.read(path) else { return [] }
        return (try? JSONDecoder().decode(RunHistory.self, from: Data(bytes)))?.runs ?? []
    }

    /// The stats of a shard; nil when there are none that can be read.
    package static func stats(of shard: Shard) -> ShardStats? {
        // Whatever is wrong with the file, it vouches for nothing.
        guard let path = shard.stats, let bytes = try? SmallFile.read(path) else { return nil }
        return ShardStats(parsing: bytes)
    }

    /// Whether a folder named by digits is a shard of the `files` format: its stats lie beside it.
    private static func isShardFolder(_ path: String, _ base: String, _ formats: KnownFormats) -> Bool {
        ShardFileName(base, formats)?.kind == .data(suffix: "")
            && FileStatus(split(path).folder + "/" + base + "_stats.json") != nil
    }

    /// Names the datasets of a run with several sizes; nil where there is none.
    private static func insideHint(_ dataset: TypedDataset) -> String? {
        // A folder that cannot be listed has none.
        let names = (try? FolderNames.list(dataset.path)) ?? []
        let inside = names.sorted { (Int($0) ?? .max, $0) < (Int($1) ?? .max, $1) }
            .map { dataset.inside($0) }.filter { DatasetFolder.hasRecord($0.path) }
        guard !inside.isEmpty else { return nil }
        let shown = inside.prefix(8).map(\.word).joined(separator: ", ")
        return "give a dataset of one size inside it: \(shown)" + (inside.count > 8 ? ", …" : "")
    }

    package static func split(_ path: String) -> (folder: String, base: String) {
        var trimmed = path[...]
        while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return (".", String(trimmed)) }
        let above = trimmed[..<slash]
        return (above.isEmpty ? "/" : String(above), String(trimmed[trimmed.index(after: slash)...]))
    }
}
