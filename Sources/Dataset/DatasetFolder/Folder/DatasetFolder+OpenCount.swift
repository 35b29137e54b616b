// Open shards of a dataset that nobody holds.

internal import DatasetModel
internal import Files

extension DatasetFolder {
    /// What an earlier start left open: shards, and rows of theirs that are settled.
    ///
    /// By the journals alone: whether the samples' bytes are complete is checked when a start resumes them.
    package static func openRows(dataset path: String) -> (shards: Int, rows: Int) {
        let state = path + "/" + stateName
        let workers = state + "/" + DatasetWorker.workersName
        // A folder that cannot be listed has nothing that a start could resume.
        let folders = [state] + ((try? FolderNames.list(workers)) ?? []).map { workers + "/" + $0 }
        let staged = StagingPlace.recorded(state: state).map { [$0.folder + "/" + stagedOpenName] } ?? []
        var found = (shards: 0, rows: 0)
        for folder in folders.map({ $0 + "/open" }) + staged { count(folder, &found) }
        return found
    }

    private static func count(_ folder: String, _ found: inout (shards: Int, rows: Int)) {
        let names = (try? FolderNames.list(folder)) ?? []
        for name in names where name.hasSuffix(ShardFiles.journalSuffix) {
            guard var journal = JournalReader(path: folder + "/" + name), journal.header() != nil else { continue }
            var rows: Set<Int> = []
            while let entry = journal.next() {
                if case .settled(let record, _) = entry { rows.insert(record.index) }
            }
            if rows.isEmpty { continue }
            found.shards += 1
            found.rows += rows.count
        }
    }
}
