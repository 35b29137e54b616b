// Finished shards in, whatever their format.

/// Gives a shard's samples one after another. One thread at a time.
package protocol ShardReader: AnyObject {
    /// The next sample; nil after the last.
    ///
    /// - Throws: `damagedShard` when the data is not as a writer leaves it; `io`, `permission`. Nothing more is to be
    ///   had then.
    func next() throws(ShardError) -> SampleContents?
}

extension DatasetListing.Shard {
    /// A reader of the shard's samples; nil for a shard without data.
    package func reader() throws(ShardError) -> (any ShardReader)? {
        guard let data else { return nil }
        switch dataSuffix {
        case "tar": return try WebDatasetReader(path: data)
        default: return nil
        }
    }
}
