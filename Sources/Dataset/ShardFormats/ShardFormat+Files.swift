// How the folder knows the files of a format.

package import DatasetFolder
internal import DatasetModel
internal import Files
internal import TarArchiving

extension ShardFormat {
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
        switch format {
        // A file that cannot be read is as good as none: the shard is written again.
        case .webdataset: (try? TarReader.hasEndOfArchive(path: data)) == true
        case .parquet: DatasetFolder.looksLikeParquet(path: data)
        case .files: FilesReader.imageCount(in: data) == stats.successes
        // Nothing marks the end of these; without checksums, as img2dataset writes them, the stats have to do.
        case .tfrecord:
            if let status = FileStatus(data), status.kind == .file {
                ShardChecksums.dataBytes(path: checksums) ?? status.byteCount == status.byteCount
            } else {
                false
            }
        case .dummy: true
        }
    }

    package func isWholeBucket(_ data: String) -> Bool {
        // A file that cannot be read is as good as none.
        format != .webdataset || (try? TarReader.hasEndOfArchive(path: data)) == true
    }

    package func holds(_ sample: StoredSample, inFolder path: String) -> Bool {
        let found = SampleFiles(folder: path, key: sample.key, imageExtension: sample.imageExtension)
        return found?.byteCount == sample.byteCount && found?.checksum == sample.checksum
    }
}
