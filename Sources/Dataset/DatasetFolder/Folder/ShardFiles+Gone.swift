// Which of its files a finished shard must have.

internal import Files
internal import Ground

extension ShardFiles {
    /// Whether a finished shard has a data file: one without an image has none, unless the data is the table.
    func mustHaveData(_ stats: ShardStats, _ format: some FolderFormat) -> Bool {
        data != nil && (stats.successes > 0 || !format.hasMetadata)
    }

    /// The first file that a finished shard must have and that is not there at all.
    ///
    /// - Parameter folder: the dataset's.
    /// - Returns: its name in the folder; nil when all are there, damaged or not.
    package func firstGone(in folder: String, stats: ShardStats, format: some FolderFormat) -> String? {
        [mustHaveData(stats, format) ? data : nil, metadata].compactMap { $0 }
            .first { FileStatus.isMissing(folder + "/" + $0) }
    }
}

extension ShardError {
    /// The refusal to resume if files of finished shards are missing: they are not fetched again without a request.
    ///
    /// - Parameters:
    ///   - files: names in the folder; at least one.
    ///   - dataset: the folder, as given.
    package static func gone(_ files: [String], from dataset: String) -> ShardError {
        let first = files.first ?? ""
        let what =
            files.count > 1
            ? "\(first) and \(files.count - 1) more are missing in \(dataset), although their shards are finished"
            : "\(first) is missing in \(dataset), although its shard is finished"
        return ShardError(
            .damagedShard, what,
            hint:
                "put it back · fetch it again: \(TypedDataset(path: dataset).command("verify", ["--repair"])), then the same "
                + "command"
        )
    }

    /// The same where the dataset lies in a place elsewhere.
    static func gone(_ files: [String], fromPlaceOf folder: DatasetFolder) -> ShardError {
        let first = files.first ?? ""
        let what =
            files.count > 1
            ? "\(first) and \(files.count - 1) more are missing in \(folder.name), although their shards are finished"
            : "\(first) is missing in \(folder.name), although its shard is finished"
        let number = ShardFileName.number(in: first)
        return ShardError(
            .damagedShard, what,
            hint:
                "put it back · fetch the shard again: remove its stats file from there (number \(number)) and "
                + "\(ShellWord.quoted(folder.path)), then start the same command again")
    }

    /// The error for a file that is named like a shard's and that is not known to be one.
    ///
    /// - Parameter hint: what to do.
    static func foreign(_ file: String, in dataset: String, hint: String) -> ShardError {
        ShardError(
            .foreignFiles, "\(dataset) has \(file), named like a shard's file, but no record of a run that wrote it",
            hint: hint)
    }
}
