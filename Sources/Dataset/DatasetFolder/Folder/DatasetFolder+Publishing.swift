// Making files visible, each only when it is complete.

internal import Files

extension DatasetFolder {
    /// Moves a shard's complete and synced temporary files to their final names: data, metadata, then stats. Who
    /// sees the stats file after a power cut finds the others whole.
    ///
    /// - Parameter syncs: whether names reach the disk in this order, and before this returns.
    /// - Throws: `notAFolder` when the output folder is gone; `diskFull`, `permission`, `io`.
    package func publish(_ files: ShardFiles, syncs: Bool = true) throws(ShardError) {
        for file in files.inOrder {
            if let slash = file.lastIndex(of: "/") { try makeFolder(finalPath(String(file[..<slash]))) }
        }
        let moves = files.inOrder.map { Durable.Move(from: temporaryPath($0), to: finalPath($0)) }
        try asShardError(Durable.publish(moves, syncs: syncs))
    }

    /// Writes a whole file of our own in the dot-folder: after a power cut either the old or the new one is there.
    package func writeState(_ bytes: [UInt8], to path: String) throws(ShardError) {
        try asShardError(Durable.replace(path, with: bytes))
    }

    /// Writes a complete file, synced unless `syncs` is false.
    package func writeFile(_ bytes: [UInt8], to path: String, syncs: Bool = true) throws(ShardError) {
        _ = try asShardError(Durable.write(bytes, to: path, syncs: syncs))
    }

    /// Syncs a file that a library wrote and closed, unless `syncs` is false.
    ///
    /// - Returns: its size in bytes.
    package static func syncFile(_ path: String, syncs: Bool = true) throws(ShardError) -> Int {
        try asShardError(Durable.syncFile(path, syncs: syncs))
    }

    package func move(_ from: String, to: String) throws(ShardError) { try asShardError(Durable.move(from, to: to)) }

    /// Makes the names in a folder reach the disk.
    package func syncFolder(_ path: String) throws(ShardError) { try asShardError(Durable.syncFolder(path)) }
}
