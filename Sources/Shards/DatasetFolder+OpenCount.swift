// Open shards of a dataset that nobody holds.

extension DatasetFolder {
    /// Shards that an earlier start left open; 0 when there is no such folder.
    package static func openShardCount(dataset path: String) -> Int {
        // A folder that cannot be listed holds nothing that a start could go on with.
        let names = (try? FolderNames.list(path + "/" + stateName + "/open")) ?? []
        return names.count { $0.hasSuffix(".journal") }
    }
}
