// Making files visible, each only when it is complete.

internal import Files

extension DatasetFolder {
    /// Publishes a shard's complete and synced temporary files: data, indices, checksums, metadata, then stats.
    ///
    /// - Parameters:
    ///   - syncs: whether the shard is published for good when this returns.
    ///   - isOurs: as in `ShardPublishing`.
    /// - Throws: as `ShardPublishing`.
    package func publish(
        _ files: ShardFiles, syncs: Bool = true, while isOurs: () -> Bool = { true }
    ) throws(ShardError) {
        let complete = files.inOrder.map { CompleteFile(path: temporaryPath($0), name: $0) }
        try publish(complete, syncs: syncs, while: isOurs)
    }

    /// Publishes complete files, the last one after all others.
    ///
    /// - Throws: as `ShardPublishing`.
    package func publish(
        _ files: [CompleteFile], syncs: Bool, while isOurs: () -> Bool = { true }
    ) throws(ShardError) {
        try publishing.publish(files, syncs: syncs, while: isOurs)
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
