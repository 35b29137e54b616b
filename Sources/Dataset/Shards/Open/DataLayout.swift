// How the samples of an open shard lie on disk.

/// What a format writes while a shard is open.
package enum DataLayout: Hashable, Sendable {
    /// No data.
    case none
    /// One file, sample behind sample.
    case file
    /// A folder with files named after their sample's key.
    case folder
}

extension ShardFormat {
    /// By the suffix of the data: none is no data, an empty one a folder.
    var layout: DataLayout {
        switch dataSuffix {
        // While it is open; finished it is in many files.
        case nil where hasBucketFolders: .file
        case nil: .none
        case "": .folder
        default: .file
        }
    }
}
