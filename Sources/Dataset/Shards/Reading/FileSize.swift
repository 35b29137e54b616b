// How large what lies in a dataset is.

internal import Glibc

/// Sizes of files.
enum FileSize {
    /// Bytes of a file, or of all files of a flat folder; nil when it is not there.
    static func of(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT == S_IFDIR else { return Int(status.st_size) }
        // A folder that cannot be listed counts nothing here; its reader says why.
        return ((try? FolderNames.list(path)) ?? []).reduce(0) { sum, name in
            lstat(path + "/" + name, &status) == 0 ? sum + Int(status.st_size) : sum
        }
    }
}

extension DatasetListing.Shard {
    /// Bytes of the data: of a file, of all files of a folder, or of a table with images; 0 without data.
    package var dataBytes: Int {
        if let data { return FileSize.of(data) ?? 0 }
        // What is wrong with a table is told by those who read it.
        guard let metadata, (try? ParquetImageReader(path: metadata)) != nil else { return 0 }
        return FileSize.of(metadata) ?? 0
    }
}
