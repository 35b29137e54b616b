// What a start would do in a folder, before it does it: for runs that write to several.

package import DatasetModel
internal import Files

extension DatasetStart {
    /// The first shard of the run that a start with this policy resumes or begins. Nothing is changed.
    ///
    /// - Throws: `identityDiffers`, `damagedState`, as the start would; `io`, `permission`.
    package static func firstShard(
        in folder: DatasetFolder, identity: RunIdentity, policy: ResumePolicy, keyFormat: KeyFormat,
        format: some FolderFormat
    ) throws(ShardError) -> Int {
        if policy == .overwrite { return 0 }
        let recorded = try RunHistory.read(from: folder)
        var highest: ShardID?
        // Only a start that begins a run behind finished shards asks for them.
        if policy == .extend || recorded == nil {
            highest = try ResumeScan(folder, format: format, keyFormat: keyFormat, totalsOf: 0..<0).highest
        }
        let history = try RunHistory.start(
            identity, policy: policy, after: recorded, highest: highest, dataset: folder.name)
        let index = RunHistory.index(in: recorded, policy: policy, retry: nil) ?? history.runs.count - 1
        return history.runs[index].firstShard.number
    }
}

extension DatasetFolder {
    /// Whether a folder holds the record of a run: it is a dataset of ours.
    package static func hasRecord(_ path: String) -> Bool {
        FileStatus(path + "/" + stateName + "/" + runName) != nil
    }

    /// The datasets of several sizes in a folder: those named by a size, smallest first.
    package static func sizes(in path: String) -> [Int] {
        // A folder that is not there has none.
        let names = (try? FolderNames.list(path)) ?? []
        return names.compactMap(Int.init).filter { hasRecord("\(path)/\($0)") }.sorted()
    }
}
