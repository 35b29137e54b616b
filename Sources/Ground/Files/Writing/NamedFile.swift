// A file that a person names, and that is replaced when the new one is complete.

internal import Glibc

/// Where such a file lies.
package enum NamedFile {
    /// The path to write under, checked before any work. A link stays a link: the file that it leads to is replaced.
    ///
    /// - Throws: `notPlain` if something else than a file is there, or the name stands for something open, as `/dev/stdout`:
    ///   renaming onto it would replace the name in `/dev` for everybody on the machine; the system's reasons, such as ENOENT for a missing
    ///   folder, or EACCES and EROFS for one where no file can be made.
    package static func target(of path: String) throws(FileError) -> String {
        guard !isOfOpenFile(path) else { throw FileError(.notPlain, doing: "replace", path: path) }
        var target = path
        if FileStatus(path, followsLinks: false)?.kind == .link {
            guard let resolved = realpath(path, nil) else { throw FileError("follow the link", path) }
            defer { free(resolved) }
            target = String(cString: resolved)
        }
        if let kind = FileStatus(target)?.kind, kind != .file {
            throw FileError(.notPlain, doing: "replace", path: path)
        }
        let folder = Durable.parent(of: target)
        guard access(folder, W_OK | X_OK) == 0 else { throw FileError("write to the folder", folder) }
        return target
    }

    /// Whether a name is one of `/dev/stdout`, `/dev/fd/…`, `/proc/…`. `/dev/shm` has plain files.
    private static func isOfOpenFile(_ path: String) -> Bool {
        guard let resolved = realpath(Durable.parent(of: path), nil) else { return false }
        defer { free(resolved) }
        let folder = String(cString: resolved)
        return folder == "/dev" || folder.hasPrefix("/proc/")
    }
}
