// Files and folders that are there after a power cut: what every change of a dataset on disk goes through.
//
// A name is safe when the folder that it lies in was synced, a file's bytes when the file was. Appending to a file, and
// cutting it, is `AppendedFile` and `DataFile`.

internal import Glibc

/// Changes of names, each with the sync that keeps them.
package enum Durable {
    // MARK: Files

    /// Writes a whole file: after a power cut either the old one or the new one is there.
    ///
    /// - Parameter path: beside it the new one is written, as `path.new`.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
        let temporary = path + ".new"
        // A link left under that name must not say what is emptied.
        SystemCalls.removeFile(temporary)
        _ = try write(bytes, to: temporary)
        try move(temporary, to: path)
        try syncFolder(parent(of: path))
    }

    /// Writes a whole file, on disk when this returns, unless `syncs` is false; its name is not.
    ///
    /// - Returns: bytes of the file.
    @discardableResult
    package static func write(_ bytes: [UInt8], to path: String, syncs: Bool = true) throws(FileError) -> Int {
        let file = try OutputFile(path: path)
        try file.write(bytes)
        return try file.finish(syncs: syncs)
    }

    /// Moves complete files to their names, in order: whoever sees the last of them after a power cut sees all.
    ///
    /// - Parameter syncs: whether names reach the disk in this order, and before this returns.
    package static func publish(_ moves: [Move], syncs: Bool = true) throws(FileError) {
        _ = try publish(moves, syncs: syncs, while: { true })
    }

    /// As `publish`, where another process may have begun to publish under the same names.
    ///
    /// - Parameter isOurs: asked before a file that lies there is replaced, and before the last one.
    /// - Returns: false where `isOurs` said no: some of the files may be moved then, the last one is not.
    package static func publish(
        _ moves: [Move], syncs: Bool = true, while isOurs: () -> Bool
    ) throws(FileError) -> Bool {
        for (place, move) in moves.enumerated() {
            if place == moves.count - 1 {
                // The last must not reach the disk before what it vouches for.
                if syncs { try sync(moves[..<place]) }
                guard isOurs() else { return false }
            }
            if try moveToFree(move.from, to: move.to) { continue }
            guard isOurs() else { return false }
            try self.move(move.from, to: move.to)
        }
        if syncs, let last = moves.last { try syncFolder(parent(of: last.to)) }
        return true
    }

    /// Moves a file to a name that nothing has.
    ///
    /// - Returns: false where something has it.
    private static func moveToFree(_ from: String, to path: String) throws(FileError) -> Bool {
        guard FileStatus.isMissing(path) else { return false }
        if SystemCalls.renameToFree(from, to: path) == 0 { return true }
        switch errno {
        case EEXIST: return false
        // A file system, a system, and a container's filter that do not know the call.
        case EINVAL, ENOSYS, EPERM:
            try move(from, to: path)
            return true
        default: throw FileError("move a file to", path)
        }
    }

    /// A file's temporary name and its own.
    package struct Move: Hashable, Sendable {
        package let from: String
        package let to: String

        package init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    private static func sync(_ moves: ArraySlice<Move>) throws(FileError) {
        var folders: [String] = []
        for move in moves where !folders.contains(parent(of: move.to)) { folders.append(parent(of: move.to)) }
        for folder in folders { try syncFolder(folder) }
    }

    /// Gives a file or folder another name on the same file system; on disk once both folders are synced.
    package static func move(_ from: String, to path: String) throws(FileError) {
        guard SystemCalls.rename(from, to: path) == 0 else { throw FileError("move a file to", path) }
    }

    /// Syncs a file that a library wrote and closed, unless `syncs` is false.
    ///
    /// - Returns: its size in bytes.
    @discardableResult
    package static func syncFile(_ path: String, syncs: Bool = true) throws(FileError) -> Int {
        let descriptor = SystemCalls.open(path, O_RDONLY)
        guard descriptor >= 0 else { throw FileError("open", path) }
        return try FileEnding(descriptor, syncs: syncs).byteCount(of: path)
    }

    // MARK: Folders

    /// Makes a folder and those above it, names on disk where the system lets us.
    ///
    /// - Throws: `notAFolder` when a file is there; the system's reasons.
    package static func makeFolder(_ path: String) throws(FileError) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw FileError(.notAFolder, doing: "open", path: path)
            }
            return
        }
        guard errno == ENOENT, !path.isEmpty else { throw FileError("open", path) }
        let above = parent(of: path)
        if above != "." { try makeFolder(above) }
        guard SystemCalls.makeFolder(path) == 0 || errno == EEXIST else { throw FileError("make the folder", path) }
        // What is synced inside it later must not be lost with its name.
        // What may be written and not read cannot be synced, and must not keep anybody from working.
        try? syncFolder(above)
    }

    /// Names in a folder, without `.` and `..`, in no order: all of them, or an error.
    package static func list(_ folder: String) throws(FileError) -> [String] { try FolderNames.list(folder) }

    /// Makes the names in a folder reach the disk.
    package static func syncFolder(_ path: String) throws(FileError) {
        let descriptor = SystemCalls.open(path, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw FileError("open", path) }
        defer { SystemCalls.close(descriptor) }
        // Some network file systems cannot sync a folder and say EINVAL.
        guard SystemCalls.sync(descriptor) == 0 || errno == EINVAL else { throw FileError("write to", path) }
    }

    /// Puts everything on disk that was written to a folder's file system.
    package static func syncFileSystem(of folder: String) throws(FileError) {
        let descriptor = SystemCalls.open(folder, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw FileError("open", folder) }
        defer { SystemCalls.close(descriptor) }
        guard SystemCalls.syncFileSystem(descriptor) == 0 || errno == EINVAL else {
            throw FileError("write to", folder)
        }
    }

    /// Puts on disk what was written so far of a file or a flat folder that somebody else writes to; what is gone, or
    /// cannot be opened, is skipped.
    package static func syncOpen(_ path: String) throws(FileError) {
        let descriptor = SystemCalls.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return }
        defer { SystemCalls.close(descriptor) }
        var status = stat()
        let isFolder = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        let result = isFolder ? SystemCalls.syncFileSystem(descriptor) : SystemCalls.syncData(descriptor)
        guard result == 0 || errno == EINVAL else { throw FileError("write", path) }
    }

    /// The folder that something lies in. Cut at bytes: a letter may begin with an accent, which `Character` would
    /// put on the slash.
    package static func parent(of path: String) -> String {
        let slash = UInt8(ascii: "/")
        var bytes = path.utf8[...]
        while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
        guard let end = bytes.lastIndex(of: slash) else { return "." }
        bytes = bytes[..<end]
        while bytes.last == slash { bytes.removeLast() }
        return bytes.isEmpty ? "/" : String(decoding: bytes, as: UTF8.self)
    }
}
