// A finished shard on this machine, on its way to the dataset's place.

package import DatasetModel
internal import Files

/// The files of a finished shard, or of a part of one, which wait to be sent.
package struct StagedShard: Sendable {
    /// `00012`.
    package let name: String
    package var id: ShardID { ShardID(ShardFileName.number(in: name)) }
    /// Where they lie, in the order in which they become visible: the stats last.
    package let files: [CompleteFile]
    /// Of all files.
    package let byteCount: Int

    /// - Parameter files: names in the dataset.
    init(name: String, files: [String], folder: DatasetFolder) {
        self.name = name
        self.files = files.map { CompleteFile(path: folder.finalPath($0), name: $0) }
        byteCount = self.files.reduce(0) { $0 + (FileStatus($1.path)?.byteCount ?? 0) }
    }
}
