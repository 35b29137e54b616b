// What an output format is: all that the rest of the program knows of one.

package import DatasetFolder
package import DatasetModel

/// One output format. A value without state in the format's own folder; `OutputFormat.allCases` names it.
///
/// What has a default here is needed by few formats.
package protocol DataFormat: Sendable {
    /// What `--output-format` accepts; part of the records of datasets.
    var name: String { get }
    /// What its shards are, in a few words for the help: `tar shards`. Default: nil, where the name says it.
    var summary: String? { get }
    /// `tar` in `00012.tar`; empty for a folder of files; nil without data. No two formats have the same.
    var suffix: String? { get }
    /// Where the rows are kept. Default: `ownFile`.
    var table: TablePlace { get }
    /// Whether the data is the samples one behind the other, then `padding(after:)`. Copying the samples' bytes in
    /// another order makes data as well: so `--order input`, `--bucket-folders` and the checksums of samples work without
    /// code of the format. Default: false.
    var isSequence: Bool { get }
    /// Whether samples have their metadata and caption beside the image, each of which can be left out. Default: true.
    var hasSampleTexts: Bool { get }
    /// What `--index` can make for the data. Default: nothing.
    var indices: Set<ShardIndexKind> { get }
    /// Makes the data of a complete shard from the file that the writer appended to; nil, the default, where the writer
    /// writes the data itself.
    var composer: (any DataComposer)? { get }

    /// A writer for one shard.
    ///
    /// - Parameter syncs: whether what it finishes is on disk.
    func makeWriter(_ settings: ShardSettings, syncs: Bool) -> any ShardWriter

    /// A reader of finished data.
    ///
    /// - Parameters:
    ///   - path: of the data; of any shard's table where the table has the data.
    ///   - wants: the keys of the samples that are given, with their images alone; nil for all of all samples.
    /// - Returns: nil where a table has no images.
    func makeReader(path: String, wants: ((String) -> Bool)?) throws(ShardError) -> (any ShardReader)?

    /// Whether finished data is whole at its end; what cannot be read is not. Default: of a sequence, whether its size
    /// is that of the samples by the checksums.
    ///
    /// - Parameter checksums: path of the shard's file of checksums, which may be missing.
    func isWhole(_ data: String, stats: ShardStats, checksums: String) -> Bool

    /// Bytes that a sample adds to the data, or a little more: for `--max-shard-size`.
    func byteCount(of sample: Sample, _ settings: ShardSettings) -> Int

    /// Zeros that end the data of samples of so many bytes. Default: 0.
    func padding(after byteCount: Int) -> Int

    /// Whether an open shard's folder has the files of a sample as they were written; asked of formats of folders alone.
    func holds(_ sample: StoredSample, inFolder path: String) -> Bool

    /// The bytes whose checksum was kept of a sample that is no range of the data. Default: those of its members.
    ///
    /// - Parameter imageExtension: as it was written.
    func checkedBytes(of sample: SampleContents, imageExtension: String) -> [[UInt8]]
}

/// Where the rows of a format's shards are kept.
package enum TablePlace: Sendable {
    /// In `00012.parquet` beside the data.
    case ownFile
    /// In the data, which is the table with a column of images.
    case data
    /// Nowhere.
    case none
}
