// The failure of rows whose key column has no key.

package import DatasetModel

extension SampleRecord {
    /// A row whose key is missing, cannot be a file's name, or is another row's of the shard.
    package static let badKey = SampleOutcome.failedToDownload("bad_key", "bad key")
}
