// A shard's own files against what was kept of them when they were written.

internal import DatasetFolder
internal import Files
internal import ShardFormats

extension ShardVerification {
    /// What was remembered of the shard's bytes; nil when there is nothing.
    func checksums(of shard: DatasetListing.Shard, _ faults: FaultList) -> ChecksumCheck? {
        do {
            if let checksums = try ChecksumCheck(shard) { return checksums }
            if listing.hasChecksums(shard) { faults.add(.checksum, "its checksum file is missing") }
        } catch {
            faults.add(.checksum, error.message)
        }
        return nil
    }

    /// Compares what models have made of the samples with them.
    ///
    /// - Parameter keys: of the images as they lie in the data; nil where that is not known.
    func checkEmbeddings(of shard: DatasetListing.Shard, keys: [String]?, _ faults: FaultList) {
        guard let keys, let kinds = listing.embeddings(shard) else { return }
        for what in EmbeddingCheck(shard.name, in: listing.folder, kinds).faults(keys: keys) {
            faults.add(.embeddings, what)
        }
    }

    /// Compares stats and table with their checksums; reads every column of the table where that is asked for, or where
    /// nothing else shows whether it can be read.
    func checkFiles(of shard: DatasetListing.Shard, _ checksums: ChecksumCheck?, _ faults: FaultList) {
        let record = checksums?.record
        for (path, known) in [(shard.stats, record?.stats), (shard.metadata, record?.table)] {
            guard let path, let known else { continue }
            do {
                guard try FileChecksum(path: path) != known else { continue }
                let name = path.split(separator: "/").last ?? path[...]
                faults.add(.checksum, "\(name): its bytes are not those that were written")
            } catch {
                faults.add(.checksum, ShardError(error).message)
            }
        }
        guard let metadata = shard.metadata, decodes || record?.table == nil else { return }
        do {
            try MetadataReader(path: metadata).readAllColumns()
        } catch {
            faults.add(.metadata, error.message)
        }
    }
}
