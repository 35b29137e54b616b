// Which files of a folder are a dataset's, for a list that lies in the same folder.

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

    private static func resolved(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }
}
