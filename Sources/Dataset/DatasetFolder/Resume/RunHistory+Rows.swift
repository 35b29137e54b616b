// Whether a folder has anything that a run has written.

internal import DatasetModel
internal import Files

extension RunHistory {
    /// Whether no row of any run is in the folder: a run with other options starts anew there and mixes nothing.
    ///
    /// - Parameter path: the dataset's folder.
    package func isWithoutRows(dataset path: String, formats: KnownFormats) -> Bool {
        // Shards that a complete run had and that are gone are no reason to begin another one.
        guard runs.allSatisfy({ ($0.end?.number ?? 0) <= $0.firstShard.number }) else { return false }
        // A folder that cannot be listed is judged by the start itself.
        guard let names = try? FolderNames.list(path), !names.contains(where: { ShardFileName($0, formats) != nil })
        else {
            return false
        }
        return DatasetFolder.openRows(dataset: path).shards == 0
    }
}
