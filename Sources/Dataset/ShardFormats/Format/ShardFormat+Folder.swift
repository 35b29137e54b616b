// How the folder knows the files of a format.

package import DatasetFolder
internal import DatasetModel

extension ShardFormat: FolderFormat {
    /// The suffix of the data in a bucket's folder.
    package var bucketSuffix: String { definition.suffix ?? "" }

    /// Whether the rows go to a `00012.parquet` of their own.
    package var hasMetadata: Bool {
        switch definition.table {
        case .ownFile: true
        case .data: !savesImages
        case .none: false
        }
    }

    /// Whether the data is made from an open file of its own when the shard is finished.
    package var isComposed: Bool {
        guard savesImages else { return false }
        return definition.composer != nil || definition.isSequence && (order == .input || hasBucketFolders)
    }

    /// By the suffix of the data: none is no data, an empty one a folder.
    package var layout: DataLayout {
        switch dataSuffix {
        // While it is open; finished it is in many files.
        case nil where hasBucketFolders: .file
        case nil: .none
        case "": .folder
        default: .file
        }
    }

    package func isWhole(_ data: String, stats: ShardStats, checksums: String) -> Bool {
        definition.isWhole(data, stats: stats, checksums: checksums)
    }

    package func holds(_ sample: StoredSample, inFolder path: String) -> Bool {
        definition.holds(sample, inFolder: path)
    }
}
