// Finished shards in, whatever their format.

package import DatasetFolder

/// Gives a shard's samples one after another. One thread at a time.
package protocol ShardReader: AnyObject {
    /// The next sample; nil after the last.
    ///
    /// - Throws: `damagedShard` when the data is not as a writer leaves it; `io`, `permission`. Nothing more is to be
    ///   had then.
    func next() throws(ShardError) -> SampleContents?
}

/// Limits of all readers.
enum ShardReading {
    /// Longest file, record or value that is read: an image of the largest size allowed is far below.
    static let mostSampleBytes = 1 << 30

    /// Whether a member of that name is a sample's image.
    static func isImage(_ fileExtension: String) -> Bool { fileExtension != "json" && fileExtension != "txt" }
}

extension DatasetListing.Shard {
    /// A reader of the shard's samples; nil for a shard without data.
    ///
    /// - Parameter wants: the keys of the samples that are given, with their images alone; nil for all of all samples.
    package func reader(wants: ((String) -> Bool)? = nil) throws(ShardError) -> (any ShardReader)? {
        guard let path = data ?? metadata else { return nil }
        return try format?.makeReader(path: path, wants: wants)
    }

    /// The format of the shard's data, or of its table where that may have the images.
    var format: (any DataFormat)? { OutputFormat.of(dataSuffix: dataSuffix)?.definition }
}
