// One fetch for several rows: they all get the outcome of the first.

internal import DatasetModel

extension SettledRow {
    /// The same end for another row of the shard with the same URL. Its bytes were received once, for the first.
    func repeated(for row: Int) -> SettledRow {
        var record = record
        record.index = row
        return SettledRow(
            shard: shard, record: record, image: image, imageExtension: imageExtension, receivedBytes: 0, size: size)
    }
}
