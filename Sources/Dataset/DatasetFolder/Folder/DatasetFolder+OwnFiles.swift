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
    package static func dataset(withFile path: String, formats: KnownFormats) -> String? {
        let split = DatasetListing.split(path)
        guard let whole = resolved(path) ?? resolved(split.folder).map({ $0 + "/" + split.base }) else { return nil }
        let parts = whole.split(separator: "/").map(String.init)
        for depth in parts.indices.reversed() {
            let folder = "/" + parts[..<depth].joined(separator: "/")
            if isOwn(parts[depth...], in: folder, formats) { return folder }
        }
        return nil
    }

    /// - Parameter parts: the path of a file from `folder` on.
    private static func isOwn(_ parts: ArraySlice<String>, in folder: String, _ formats: KnownFormats) -> Bool {
        guard let first = parts.first else { return false }
        if first == stateName { return true }
        if let name = ShardFileName(first, formats) {
            // Datasets of img2dataset have no record, and folders of buckets lie in that of the dataset.
            return hasRecord(folder) || FileStatus("\(folder)/\(name.stem)_stats.json")?.kind == .file
                || hasRecord(Durable.parent(of: folder)) && FileStatus("\(folder)/\(first)") != nil
        }
        let folders = [ShardIndexFolder.top, EmbeddingFiles.folders.image, EmbeddingFiles.folders.text]
        return parts.count > 1 && (folders + [EmbeddingFiles.folders.metadata]).contains(first) && hasRecord(folder)
    }

    private static func resolved(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }
}
