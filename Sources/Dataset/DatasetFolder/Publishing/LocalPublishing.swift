// Publishing in a folder of this machine.

internal import Files

/// Renames files into the dataset's folder. They must lie on its file system.
package struct LocalPublishing: ShardPublishing {
    /// The dataset's, as an absolute path.
    private let folder: String

    package init(folder: String) { self.folder = folder }

    package func publish(_ files: [CompleteFile], syncs: Bool, while isOurs: () -> Bool) throws(ShardError) {
        let moves = files.map { Durable.Move(from: $0.path, to: folder + "/" + $0.name) }
        for (file, move) in zip(files, moves) where file.name.utf8.contains(UInt8(ascii: "/")) {
            try asShardError(Durable.makeFolder(Durable.parent(of: move.to)))
        }
        guard try asShardError(Durable.publish(moves, syncs: syncs, while: isOurs)) else {
            throw ShardError(.leaseLost, "another worker has taken over \(files.last?.name ?? folder)")
        }
    }
}
