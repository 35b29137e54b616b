// The dataset that a reshape reads, looked into before anything is written.

package import DatasetFolder
internal import DatasetModel
internal import Ground
package import Hashing
internal import ShardFormats
internal import Tables

/// A finished dataset with images and tables: where they are, and what its tables say about each image.
package struct ReshapedDataset: Sendable {
    package let dataset: TypedDataset
    /// The finished shards, in order, by the path of their table.
    package let shards: [String: DatasetListing.Shard]
    /// The tables, in order.
    let tables: [String]
    /// What of the dataset is not there yet, and so not reshaped, for a person; nil for a dataset that is complete.
    package let incompleteNote: String?
    /// Columns that came from the URL list, without caption and URL.
    let additionalColumns: [String]
    let hasCaptions: Bool
    /// All columns of the first table.
    private let columns: [String]
    /// Columns of the tables that describe the image as it was fetched.
    package let columnsBeside: [String]
    /// The hash there is a column of.
    package let hash: HashAlgorithm?
    /// What was computed for its images; nil for nothing.
    package private(set) var scores: DatasetScores?
    /// Whether keys are the rows of each shard's table: they cannot be kept.
    let hasRowKeys: Bool
    var hasEXIF: Bool { columnsBeside.contains("exif") }
    package var hasFetchColumns: Bool { columnsBeside.contains("http_status") }

    /// What describes an image as it was fetched, in addition to hash and fetch details.
    private static let ownNames = ["original_width", "original_height", "exif"]
    /// Names of this tool's own columns, and img2dataset's.
    private static let passedOver: Set<String> = [
        "key", "status", "error_message", "width", "height", "url", "caption", SampleRecord.bucketColumn,
    ]

    /// - Parameter dataset: its path is its folder.
    /// - Throws: `command` when it is no dataset, or one without tables or images.
    package init(_ dataset: TypedDataset) throws(DownloadError) {
        self.dataset = dataset
        let path = dataset.path
        do throws(ShardError) {
            let listing = try DatasetListing(dataset)
            guard listing.folder == path else {
                throw ShardError(.noShards, "\(path) is one shard: reshape takes a dataset's folder")
            }
            let finished = listing.shards.filter { $0.stats != nil }
            guard !finished.isEmpty else {
                throw ShardError(
                    .noShards, "\(path) has no finished shard", hint: "finish it first: start its download again")
            }
            guard listing.shards.allSatisfy({ $0.stats == nil || listing.hasImages($0) }) else {
                throw try Self.hasNoImages(listing)
            }
            hasRowKeys = listing.hasRowKeys
            incompleteNote = Self.incompleteNote(listing, finished: finished.count)
            var shards: [String: DatasetListing.Shard] = [:]
            var tables: [String] = []
            for shard in finished {
                guard let table = shard.metadata else {
                    throw ShardError(
                        .noShards, "\(path): shard \(shard.name) has no table \(shard.name).parquet")
                }
                shards[table] = shard
                tables.append(table)
            }
            self.shards = shards
            self.tables = tables
        } catch {
            throw DownloadError(.command, error.description)
        }
        let fields: [ColumnField]
        do throws(TableError) {
            fields = try ParquetReader(path: tables[0]).schema.fields
        } catch {
            throw DownloadError(
                .command, "\(tables[0]): \(error.detail)\n  to see what is whole: \(dataset.command("verify"))")
        }
        let names = fields.map(\.name)
        columns = names
        for name in ["key", "status", "url"] where !names.contains(name) {
            throw DownloadError(.command, "\(tables[0]) has no column \"\(name)\": it is no dataset's table.")
        }
        // A list may have a column of such a name of its own, if fetch details were not written.
        let hasFetchColumns = FetchColumns.names.allSatisfy { names.contains($0) }
        hash = names.lazy.compactMap { HashAlgorithm(rawValue: $0) }.first
        let beside = Self.ownNames + (hash.map { [$0.rawValue] } ?? []) + (hasFetchColumns ? FetchColumns.names : [])
        columnsBeside = beside.filter { names.contains($0) && $0 != "error_class" }
        hasCaptions = names.contains("caption")
        let isImage = fields.last.map { Self.isImageColumn($0) } ?? false
        additionalColumns = (isImage ? names.dropLast() : names).filter {
            !Self.passedOver.contains($0) && !beside.contains($0)
        }
    }

    private static func incompleteNote(_ listing: DatasetListing, finished: Int) -> String? {
        let open = listing.shards.count - finished
        let why =
            listing.unfinishedRun?.words(listing.dataset)
            ?? (open > 0 ? "\(open.counted("shard")) without stats \(open == 1 ? "is" : "are") not finished" : nil)
        return why.map {
            "only the \(finished.counted("finished shard")) of \(listing.dataset.name) are reshaped: \($0)"
        }
    }

    /// Why a dataset whose shards have no images cannot be read.
    private static func hasNoImages(_ listing: DatasetListing) throws(ShardError) -> ShardError {
        if let bucket = try listing.buckets().first {
            return ShardError(
                .noShards, "\(listing.path) has its images in folders for their sizes",
                hint: "reshape each of them, as in: \(bucket.listing.dataset.command("reshape")) --output-folder …")
        }
        return ShardError(
            .noShards, "\(listing.path) has no images of its own",
            hint: "datasets of --save-metadata-only and --output-format dummy have none: download it with its images")
    }

    /// Of the parquet format, whose tables have the images as their last column.
    private static func isImageColumn(_ field: ColumnField) -> Bool {
        ["jpg", "png", "webp", "avif", "image"].contains(field.name)
            && (field.typeName.hasSuffix("binary") || field.typeName.hasPrefix("struct<bytes: "))
    }

    /// Takes what was computed for the images of the dataset, from an output folder of `embed`.
    ///
    /// - Throws: `command` when it is missing, or belongs to another dataset.
    package mutating func add(scores folder: String) throws(DownloadError) {
        scores = try DatasetScores(folder: folder, of: dataset, tables: tables, columns: columns)
    }

    /// `flags` with what the dataset decides: its rows are the list, its columns stay.
    package func flags(_ flags: DownloadFlags) -> DownloadFlags {
        var flags = flags
        flags.urlLists = tables
        flags.inputFormat = "parquet"
        flags.additionalColumns = additionalColumns + (scores?.newColumns ?? [])
        flags.reshaped = self
        if hasRowKeys { flags.keyStyle = flags.keyStyle ?? KeyStyle.row.rawValue }
        let options = Self.options(
            hasCaptions: hasCaptions, hash: hash, hasEXIF: hasEXIF, hasFetchColumns: hasFetchColumns)
        ShapingOption.set(options, in: &flags)
        return flags
    }

    /// The values of the options that `ShapingOption` takes from the dataset, by what its tables have.
    static func options(
        hasCaptions: Bool, hash: HashAlgorithm?, hasEXIF: Bool, hasFetchColumns: Bool
    ) -> [RunIdentity.Option] {
        [
            RunIdentity.Option(name: "url-col", value: .text("url")),
            RunIdentity.Option(name: "caption-col", value: hasCaptions ? .text("caption") : .absent),
            RunIdentity.Option(name: "compute-hash", value: .text(hash?.rawValue ?? "none")),
            RunIdentity.Option(name: "no-extract-exif", value: hasEXIF ? .absent : .flag),
            RunIdentity.Option(name: "no-extra-columns", value: hasFetchColumns ? .absent : .flag),
            RunIdentity.Option(name: "reshape", value: .flag),
        ]
    }
}
