// What the dot-folder knows of whole runs: that they are complete, and the lists of those that try rows again.

package import DatasetModel

extension DatasetFolder {
    /// Where the rows lie that retries are at.
    var retriesPath: String { statePath + "/retries" }

    /// The folder of one retry's list.
    package func retryPath(_ number: Int) -> String { retriesPath + "/\(number)" }

    /// Makes the folder of a retry's list, empty, and removes the lists of all other retries.
    ///
    /// - Returns: its path.
    package func makeRetryFolder(_ number: Int) throws(ShardError) -> String {
        try removeRetryFolders()
        try makeFolder(retriesPath)
        try makeFolder(retryPath(number))
        return retryPath(number)
    }

    /// Removes the lists of all retries.
    package func removeRetryFolders() throws(ShardError) { try removeTree(retriesPath) }

    /// The list's files of a retry, in the order in which they are read.
    package func retryLists(_ number: Int) throws(ShardError) -> [String] {
        let folder = retryPath(number)
        return try names(in: folder).filter { $0.hasSuffix(".parquet") }
            .sorted { $0.utf8.count != $1.utf8.count ? $0.utf8.count < $1.utf8.count : $0 < $1 }
            .map { folder + "/" + $0 }
    }

    /// Records that a run has settled all rows of its list.
    ///
    /// - Parameters:
    ///   - index: the run's place in the history.
    ///   - end: behind its last shard, by the list: what lies in the folder may have been put there.
    package func recordComplete(
        run index: Int, end: ShardID, selection: SelectionTally? = nil
    ) throws(ShardError) {
        guard var history = try RunHistory.read(from: self), history.runs.indices.contains(index) else { return }
        guard history.runs[index].end != end || history.runs[index].selection != selection else { return }
        history.complete(run: index, end: end, selection: selection)
        try history.write(to: self)
        // The record comes first: a list that was removed and is still needed could not be restored.
        if history.runs[index].retry != nil { try removeRetryFolders() }
    }
}
