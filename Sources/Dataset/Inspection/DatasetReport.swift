// What there is to say of a dataset.

package import DatasetFolder
package import DatasetModel
package import Reporting

/// The figures of some shards together. A plain value.
package struct DatasetReport: Sendable {
    /// Words such as `jpg`, in counts of `formats`.
    package typealias Counts = [String: Int]

    /// Shards with stats.
    package internal(set) var shards = 0
    /// Shards whose stats file is missing or no stats file: never finished, or damaged.
    package internal(set) var unfinished = 0
    package internal(set) var rows = 0
    package internal(set) var images = 0
    /// Bytes of the data files.
    package internal(set) var dataBytes = 0
    /// Bytes of the metadata tables.
    package internal(set) var metadataBytes = 0
    /// Seconds from the first shard's start to the last one's end.
    package internal(set) var startTime: Double?
    package internal(set) var endTime: Double?
    /// Failed rows by the words of `error_class`.
    package internal(set) var failures: [String: Int] = [:]
    package internal(set) var hosts = HostTally()
    package internal(set) var resolutions = ResolutionTable()
    package internal(set) var captions = LengthTally()
    /// Images by format, of the first ones in each of `shardsOpened` shards.
    package internal(set) var formats: Counts = [:]
    /// Shards whose data was opened for `formats`.
    package internal(set) var shardsOpened = 0
    /// Finished shards with images whose data is not there: `00012`, or `64x48/00012` in a bucket.
    package internal(set) var missingData: [String] = []
    /// The newest run, where it is not complete.
    package internal(set) var unfinishedRun: UnfinishedRun?
    /// Shards that the dataset had when its runs were complete, and that are not there; of many the first.
    package internal(set) var missingShards: [String] = []
    /// Shards whose metadata could not be read, with the reason.
    package internal(set) var unreadable: [String] = []

    package init() {}
}
