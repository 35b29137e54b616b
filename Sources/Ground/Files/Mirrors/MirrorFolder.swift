// The files of a mirrored folder, before and after they arrive.

internal import Glibc

/// A temporary folder of this process, in `TMPDIR` or /tmp. Its files are empty but as large as what they stand for, until
/// their bytes arrive: listing it costs no room on the disk.
package struct MirrorFolder: Sendable {
    package let root: String
    private static let prefix = "img2shards-mirror-"
    /// Of names that only this uses.
    package static let arrivingPrefix = ".arriving-"

    /// Makes the folder, and removes those that killed processes left.
    package init() throws(FileError) {
        let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        let parent = named.isEmpty ? "/tmp" : named
        Self.removeLeftFolders(in: parent)
        let path = "\(parent)/\(Self.prefix)\(getpid())-\(UInt32.random(in: 0 ... .max))"
        guard mkdir(path, 0o700) == 0 else { throw FileError("make a temporary folder in", parent) }
        // Names are compared as they are: no link may be in between.
        guard let resolved = realpath(path, nil) else { throw FileError("make a temporary folder in", parent) }
        defer { free(resolved) }
        root = String(cString: resolved)
    }

    private static func removeLeftFolders(in parent: String) {
        // A folder that cannot be listed keeps what it has.
        for name in (try? FolderNames.list(parent)) ?? []
        where name.hasPrefix(prefix) {
            let number = name.dropFirst(prefix.count).prefix { $0 != "-" }
            guard let process = pid_t(number), kill(process, 0) != 0, errno == ESRCH else { continue }
            try? Durable.removeTree(parent + "/" + name)
        }
    }

    package func makeFolder(_ path: String) throws(FileError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError("make", path) }
    }

    /// A file without bytes of its own, which is as large as told.
    ///
    /// - Parameter path: replaced if it is there: who has it open keeps what it reads.
    package func place(_ path: String, byteCount: Int, changedSeconds: Int) throws(FileError) {
        let temporary = arriving()
        let file = try OutputFile(path: temporary)
        guard SystemCalls.cut(file.descriptor, to: byteCount) == 0 else { throw FileError("make", path) }
        _ = try file.finish(syncs: false)
        try put(temporary, path, changedSeconds)
    }

    /// Where a file is written before it is put into its place.
    package func arriving() -> String { "\(root)/\(Self.arrivingPrefix)\(UInt64.random(in: 0 ... .max))" }

    /// Puts a whole file into its place.
    package func put(_ temporary: String, _ path: String, _ changedSeconds: Int) throws(FileError) {
        let moment = timespec(tv_sec: changedSeconds, tv_nsec: 0)
        let times = [moment, moment]
        guard utimensat(AT_FDCWD, temporary, times, 0) == 0, rename(temporary, path) == 0 else {
            let failure = FileError("write", path)
            unlink(temporary)
            throw failure
        }
    }

    /// Removes it with all that it has, as far as the system lets us.
    package func remove() { try? Durable.removeTree(root) }
}
