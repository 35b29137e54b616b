// What files an output format makes, and who writes them: the one place to add a format.

package import DatasetModel

/// The files of a shard in one output format.
package struct ShardFormat: Hashable, Sendable {
    package let format: OutputFormat

    package init(_ format: OutputFormat) { self.format = format }

    /// `tar` in `00012.tar`; nil for a format without a data file.
    ///
    /// A new suffix also goes into `ShardFileName.dataSuffixes`.
    package var dataSuffix: String? {
        switch format {
        case .webdataset: "tar"
        case .dummy: nil
        }
    }

    /// Whether the rows go to `00012.parquet`.
    package var hasMetadata: Bool {
        switch format {
        case .webdataset: true
        case .dummy: false
        }
    }

    /// A writer for one shard.
    func makeWriter(_ settings: ShardSettings) -> any ShardWriter {
        switch format {
        case .webdataset:
            WebDatasetWriter(
                writesCaptions: settings.hasCaptions, fixedModificationTime: settings.fixedModificationTime,
                syncs: settings.sync.syncsFinished)
        case .dummy: DiscardingWriter()
        }
    }
}
