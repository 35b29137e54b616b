// Which files are a dataset's: they are no lists, and nothing may be written over them.

internal import Files
internal import Glibc

extension DatasetFolder {
    /// Says for a folder and a name in it whether that is a shard's file of the dataset in `folder`; nil when no
    /// run has begun a dataset there.
    package static func ownFiles(
        of folder: String, formats: KnownFormats
    ) -> (@Sendable (_ folder: String, _ name: String) -> Bool)? {
        guard hasRecord(folder), let own = resolved(folder) else { return nil }
        return { other, name in ShardFileName(name, formats) != nil && resolved(other) == own }
    }

    /// The folder of the dataset that a file is part of, or would be if it was there; nil for every other file.
    ///
    /// - Parameter planned: folders that datasets will be written to; they need not be there.
    package static func dataset(withFile path: String, formats: KnownFormats, planned: [String] = []) -> String? {
        let planned = Set(planned.map(absolute))
        let parts = absolute(path).split(separator: "/").map(String.init)
        for depth in parts.indices.reversed() {
            let folder = "/" + parts[..<depth].joined(separator: "/")
            if isOwn(parts[depth...], in: folder, formats, isPlanned: planned.contains(folder)) { return folder }
        }
        return nil
    }

    /// - Parameters:
    ///   - parts: the path of a file from `folder` on.
    ///   - isPlanned: a dataset will be in `folder`.
    private static func isOwn(
        _ parts: ArraySlice<String>, in folder: String, _ formats: KnownFormats, isPlanned: Bool
    ) -> Bool {
        guard let first = parts.first else { return false }
        if first == stateName { return true }
        let hasRecord = { isPlanned || Self.hasRecord(folder) }
        if let name = ShardFileName(first, formats) {
            // Datasets of img2dataset have no record, and folders of buckets lie in that of the dataset.
            return hasRecord() || FileStatus("\(folder)/\(name.stem)_stats.json")?.kind == .file
                || Self.hasRecord(Durable.parent(of: folder)) && FileStatus("\(folder)/\(first)") != nil
        }
        let folders = [ShardIndexFolder.top, EmbeddingFiles.folders.image, EmbeddingFiles.folders.text]
        return parts.count > 1 && (folders + [EmbeddingFiles.folders.metadata]).contains(first) && hasRecord()
    }

    /// Without links, as far as it is there.
    private static func absolute(_ path: String) -> String {
        if let resolved = resolved(path) { return resolved }
        let (above, name) = DatasetListing.split(path)
        // A path that leads nowhere.
        guard above != path else { return path }
        let folder = absolute(above)
        return folder + (folder.hasSuffix("/") ? "" : "/") + name
    }

    private static func resolved(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }
}
