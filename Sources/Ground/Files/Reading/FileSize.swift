// How large what lies under a name is.

/// Sizes of files.
package enum FileSize {
    /// Bytes of a file, or of all files of a flat folder; nil when it is not there.
    package static func of(_ path: String) -> Int? {
        guard let status = FileStatus(path) else { return nil }
        guard status.kind == .folder else { return status.byteCount }
        // A folder that cannot be listed counts nothing here; its reader says why.
        return ((try? FolderNames.list(path)) ?? []).reduce(0) { sum, name in
            sum + (FileStatus(path + "/" + name, followsLinks: false)?.byteCount ?? 0)
        }
    }
}
