// Copies of files that somebody else may still write to.

extension Durable {
    /// Copies a plain file, or a flat folder of files, as they are now. What is there under the new name is replaced.
    /// The copy is not synced: whoever copies knows by checksums what of it is whole.
    package static func copy(_ from: String, to path: String) throws(FileError) {
        guard FileStatus(from, followsLinks: false)?.kind == .folder else { return try copyFile(from, to: path) }
        try removeTree(path)
        try makeFolder(path)
        for name in try list(from) where FileStatus(from + "/" + name, followsLinks: false)?.kind == .file {
            try copyFile(from + "/" + name, to: path + "/" + name)
        }
    }

    private static func copyFile(_ from: String, to path: String) throws(FileError) {
        let input = try InputFile(path: from, followsLinks: false)
        let output = try OutputFile(path: path)
        try input.copy(0..<input.byteCount, to: output)
        _ = try output.finish(syncs: false)
    }
}
