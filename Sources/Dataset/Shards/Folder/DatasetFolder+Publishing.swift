// Making files visible, each only when it is complete.

internal import Glibc

extension DatasetFolder {
    /// Moves a shard's complete and synced temporary files to their final names: data, metadata, then stats. Who
    /// sees the stats file after a power cut finds the others whole.
    ///
    /// - Parameter syncs: whether names reach the disk in this order, and before this returns.
    /// - Throws: `notAFolder` when the output folder is gone; `diskFull`, `permission`, `io`.
    func publish(_ files: ShardFiles, syncs: Bool = true) throws(ShardError) {
        for file in files.inOrder {
            // The stats must not reach the disk before what they vouch for.
            if syncs && file == files.stats && file != files.inOrder.first { try syncFolder(path) }
            if let slash = file.lastIndex(of: "/") {
                let folder = finalPath(String(file[..<slash]))
                try Self.makeFolder(folder, shown: name)
                try move(temporaryPath(file), to: finalPath(file))
                if syncs { try syncFolder(folder) }
            } else {
                try move(temporaryPath(file), to: finalPath(file))
            }
        }
        if syncs { try syncFolder(path) }
    }

    /// Writes a whole file of our own in the dot-folder: after a power cut either the old or the new one is there.
    func writeState(_ bytes: [UInt8], to path: String) throws(ShardError) {
        let temporary = path + ".new"
        // A link left under that name must not say what is emptied.
        unlink(temporary)
        try writeFile(bytes, to: temporary)
        try move(temporary, to: path)
        try syncFolder(Self.parent(of: path))
    }

    /// The folder that something lies in. Cut at bytes: a letter may begin with an accent, which `Character` would
    /// put on the slash.
    static func parent(of path: String) -> String {
        let slash = UInt8(ascii: "/")
        var bytes = path.utf8[...]
        while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
        guard let end = bytes.lastIndex(of: slash) else { return "." }
        bytes = bytes[..<end]
        while bytes.last == slash { bytes.removeLast() }
        return bytes.isEmpty ? "/" : String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a complete file, synced unless told otherwise.
    func writeFile(_ bytes: [UInt8], to path: String, syncs: Bool = true) throws(ShardError) {
        let file = try OutputFile(path: path)
        try file.write(bytes)
        _ = try file.finish(syncs: syncs)
    }

    /// Syncs a file that a library wrote and closed, unless told otherwise.
    ///
    /// - Returns: its size in bytes.
    static func syncFile(_ path: String, syncs: Bool = true) throws(ShardError) -> Int {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ShardError(system: errno, doing: "open", path: path) }
        defer { close(descriptor) }
        var status = stat()
        guard !syncs || fsync(descriptor) == 0, fstat(descriptor, &status) == 0 else {
            throw ShardError(system: errno, doing: "write", path: path)
        }
        return Int(status.st_size)
    }

    func move(_ from: String, to: String) throws(ShardError) {
        guard rename(from, to) == 0 else { throw ShardError(system: errno, doing: "move a file to", path: to) }
    }

    func syncFolder(_ path: String) throws(ShardError) { try Self.syncFolder(path) }

    /// Makes the names in a folder reach the disk.
    static func syncFolder(_ path: String) throws(ShardError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ShardError(system: errno, doing: "open", path: path) }
        defer { close(descriptor) }
        // Some network file systems cannot sync a folder and say EINVAL.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw ShardError(system: errno, doing: "write to", path: path)
        }
    }
}
