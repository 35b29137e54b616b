// Publishing where shards are made on another disk than the run's state.

internal import Files

/// Renames data and tables within the staging folder, where they wait to be sent, and copies what stays beside the state:
/// checksums, and the stats last.
struct StagedPublishing: ShardPublishing {
    /// The dataset's folder with the state, as an absolute path.
    let folder: String
    /// The staging folder, as an absolute path.
    let staging: String

    /// Each worker has folders of its own here: what others publish lies in the dataset's place.
    func publish(_ files: [CompleteFile], syncs: Bool, while isOurs: () -> Bool) throws(ShardError) {
        let sent = files.filter { !DatasetFolder.isKeptHere($0.name) }
        try LocalPublishing(folder: staging).publish(sent, syncs: syncs, while: isOurs)
        for file in files where DatasetFolder.isKeptHere(file.name) {
            try asShardError(Self.copy(file.path, to: folder + "/" + file.name, syncs: syncs))
        }
    }

    /// The other folder may be on another file system, where a file cannot be renamed to.
    private static func copy(_ from: String, to path: String, syncs: Bool) throws(FileError) {
        let temporary = path + ".new"
        try Durable.makeFolder(Durable.parent(of: path))
        try Durable.copy(from, to: temporary)
        try Durable.syncFile(temporary, syncs: syncs)
        try Durable.move(temporary, to: path)
        if syncs { try Durable.syncFolder(Durable.parent(of: path)) }
        Durable.tryToRemoveFile(from)
    }
}
