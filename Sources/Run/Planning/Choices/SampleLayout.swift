// The options that say what a shard's files are and what of a sample is in them, checked against each other.

package import DatasetModel
internal import Ground
internal import ShardFormats

/// What of a sample is written, and under which key.
package struct SampleLayout: Sendable {
    /// The column with the keys, a column of the list; nil for keys by place.
    package let keyColumn: String?
    /// nil where none was asked for.
    package let keyStyle: KeyStyle?
    package let usesImageStruct: Bool
    package let writesJSON: Bool
    package let writesCaptionFiles: Bool
    /// Whether rows of several list files fill one shard.
    package let shardsSpanFiles: Bool
    /// No data file is larger, unless one sample alone is; nil for any size.
    package let maximumShardBytes: Int?

    /// - Throws: `command`.
    init(_ flags: DownloadFlags) throws(DownloadError) {
        // A name of no format is refused by `format`.
        let definition = OutputFormat(rawValue: flags.outputFormat)?.definition
        keyColumn = flags.keyColumn
        keyStyle = try flags.keyStyle.map { text throws(DownloadError) in
            try DownloadPlan.choice("--key-style", text)
        }
        if keyStyle == .row { try Self.checkRowKeys(flags) }
        usesImageStruct = flags.usesImageStruct
        writesJSON = flags.writesJSON
        writesCaptionFiles = flags.writesCaptionFiles
        shardsSpanFiles = flags.shardsSpanFiles
        maximumShardBytes = try flags.maximumShardSize.map { text throws(DownloadError) in
            guard let size = ByteCount(typed: text) else {
                throw DownloadError(
                    .command, "--max-shard-size \"\(text)\" is no size. Write it as 500MB, 2GiB or 1GB.")
            }
            guard flags.order == "completion" else {
                throw DownloadError(
                    .command,
                    """
                    --max-shard-size fills shards in order of completion, and --order input needs list order.
                      remove one of the two; --number-sample-per-shard works with both
                    """)
            }
            guard definition?.writesNothing != true, !flags.savesMetadataOnly else {
                throw DownloadError(.command, "--max-shard-size is for images, and none are written: leave it out.")
            }
            return size.bytes
        }
        if flags.usesImageStruct, definition?.table != .data {
            throw DownloadError(.command, "--hf-image is for --output-format parquet, which has images in a column.")
        }
        let imageColumn =
            flags.usesImageStruct ? "image" : flags.encodeFormat == "original" ? "jpg" : flags.encodeFormat
        if definition?.table == .data, Self.additionalColumns(flags).contains(imageColumn) {
            throw DownloadError(
                .command, "The column \"\(imageColumn)\" has the name of the parquet's column of images: rename it.")
        }
        guard let column = flags.keyColumn else { return }
        if column == flags.urlColumn {
            throw DownloadError(.command, "--key-col cannot be the URL column: keys are names of files.")
        }
    }

    /// The output format with its order and indices.
    func format(_ flags: DownloadFlags) throws(DownloadError) -> ShardFormat {
        let format: OutputFormat = try DownloadPlan.choice("--output-format", flags.outputFormat)
        let order: SampleOrder = try DownloadPlan.choice("--order", flags.order)
        var indices: Set<ShardIndexKind> = []
        for name in flags.indices { indices.insert(try DownloadPlan.choice("--index", name)) }
        let definition = format.definition
        if !indices.isSubset(of: definition.indices) {
            throw DownloadError(.command, "--index is for tars: it goes with --output-format webdataset only.")
        }
        if flags.savesMetadataOnly {
            if definition.writesNothing {
                throw DownloadError(
                    .command, "--save-metadata-only and --output-format \(format.rawValue) together would save nothing."
                )
            }
            if !indices.isEmpty {
                throw DownloadError(.command, "--index needs tars, and --save-metadata-only writes none.")
            }
        }
        for (option, isSet) in [("--no-json", !writesJSON), ("--no-caption-file", !writesCaptionFiles)] where isSet {
            if !definition.hasSampleTexts {
                throw DownloadError(
                    .command, "\(option) does nothing with --output-format \(format.rawValue): leave it out.")
            }
        }
        if flags.hasBucketFolders { try checkBucketFolders(flags, format) }
        return ShardFormat(
            format, savesImages: !flags.savesMetadataOnly, order: order, indices: indices,
            hasBucketFolders: flags.hasBucketFolders)
    }

    /// Row numbers are keys only where a shard's data has one table, and the keys do not come from elsewhere.
    private static func checkRowKeys(_ flags: DownloadFlags) throws(DownloadError) {
        if flags.keyColumn != nil {
            throw DownloadError(
                .command,
                "--key-style row makes keys of row numbers, and --key-col takes them from a column: choose one.")
        }
        if flags.maximumShardSize != nil {
            throw DownloadError(
                .command,
                """
                --key-style row numbers the rows of a shard's table, and the parts of --max-shard-size have tables of their own.
                  use --number-sample-per-shard instead
                """)
        }
        if flags.hasBucketFolders {
            throw DownloadError(
                .command,
                """
                --key-style row numbers the rows of one table per shard, and --bucket-folders writes one for each bucket.
                  remove one of the two
                """)
        }
    }

    private func checkBucketFolders(_ flags: DownloadFlags, _ format: OutputFormat) throws(DownloadError) {
        guard flags.buckets != nil else {
            throw DownloadError(.command, "--bucket-folders needs --buckets: they say which folders there are.")
        }
        guard flags.maximumShardSize == nil else {
            throw DownloadError(
                .command, "--bucket-folders writes one file per bucket, so it cannot be combined with --max-shard-size."
            )
        }
        guard format.definition.isSequence, flags.indices.isEmpty, !flags.savesMetadataOnly else {
            throw DownloadError(
                .command,
                """
                --bucket-folders sorts \(Self.sequences), without --index and --save-metadata-only.
                  without it the column "bucket" has the size of each image
                """)
        }
    }

    /// The formats whose samples can be sorted, in words.
    private static var sequences: String {
        let names = OutputFormat.allCases.filter(\.definition.isSequence).map(\.rawValue)
        return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    }

    /// The list's columns that are read besides caption and URL.
    static func additionalColumns(_ flags: DownloadFlags) -> [String] {
        let columns = ImageChoices(flags).additionalColumns
        // The caption is read under a name of its own, so its column may be read once more.
        guard let key = flags.keyColumn, !columns.contains(key) else { return columns }
        return columns + [key]
    }
}
