// What most formats are.

package import DatasetFolder
package import DatasetModel
internal import Files

extension DataFormat {
    package var summary: String? { nil }
    package var table: TablePlace { .ownFile }
    package var isSequence: Bool { false }
    package var hasSampleTexts: Bool { true }
    package var indices: Set<ShardIndexKind> { [] }
    package var composer: (any DataComposer)? { nil }
    package func padding(after byteCount: Int) -> Int { 0 }
    package func holds(_ sample: StoredSample, inFolder path: String) -> Bool { false }

    package func isWhole(_ data: String, stats: ShardStats, checksums: String) -> Bool {
        guard let status = FileStatus(data), status.kind == .file else { return false }
        // Without checksums, as other tools write datasets, the stats have to do.
        guard isSequence, let samples = ShardChecksums.dataBytes(path: checksums) else { return true }
        return samples + padding(after: samples) == status.byteCount
    }

    package func checkedBytes(of sample: SampleContents, imageExtension: String) -> [[UInt8]] {
        sample.members.map(\.bytes)
    }
}

extension DataFormat {
    /// Whether a shard is a folder of files.
    package var isFolder: Bool { suffix == "" }
    /// Whether nothing but stats is written.
    package var writesNothing: Bool { suffix == nil && table == .none }
}
