// `--bucket-folders`: the folders of a dataset that have its images, and the dataset that such a folder is of.

internal import Files
internal import Glibc

extension DatasetListing {
    /// The dataset's buckets, each with those of its shards that are listed here; empty without `--bucket-folders`.
    ///
    /// - Throws: `permission`, `io` where a bucket cannot be listed.
    package func buckets() throws(ShardError) -> [(name: String, listing: DatasetListing)] {
        guard bucketOf == nil else { return [] }
        let stems = Set(shards.map(\.name))
        let whole = folder == path ? dataset : dataset.above
        var found: [(name: String, listing: DatasetListing)] = []
        for name in bucketNames {
            do throws(ShardError) {
                found.append((name, try DatasetListing(whole.inside(name), formats: formats, only: stems)))
            } catch {
                // Anybody's folder may be called `512x384`.
                if error.category != .noShards { throw error }
            }
        }
        return found
    }

    /// The buckets that a finished shard had when it was written; nil where that is not recorded.
    package func recordedBuckets(of shard: Shard) -> [String]? {
        DatasetFolder.buckets(of: shard.name, state: folder + "/" + DatasetFolder.stateName)
    }

    /// Whether the images of a shard are in buckets.
    package func hasBuckets(_ shard: Shard) -> Bool {
        bucketOf == nil && run(of: shard)?.identity.sets(.bucketFolders) ?? false
    }

    /// The dataset that a folder is a bucket of: the folder above, if it is a dataset of ours or has the same shards.
    static func dataset(ofBucket folder: String, shards: some Sequence<String>) -> String? {
        var (above, base) = split(folder)
        if !DatasetFolder.isBucket(base) {
            // `.` may be one.
            guard base.hasSuffix("."), let resolved = realpath(folder, nil) else { return nil }
            defer { free(resolved) }
            (above, base) = split(String(cString: resolved))
        }
        guard DatasetFolder.isBucket(base) else { return nil }
        let isDataset =
            FileStatus(above + "/" + DatasetFolder.stateName)?.kind == .folder
            || shards.contains { FileStatus("\(above)/\($0)_stats.json") != nil }
        return isDataset ? above : nil
    }
}
