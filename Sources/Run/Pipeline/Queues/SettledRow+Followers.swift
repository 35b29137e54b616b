// One fetch for several rows: they all get the outcome of the first.

internal import DatasetModel
internal import Embedding

extension SettledRow {
    /// The same end for another row of the shard with the same URL. Its bytes were received once, for the first.
    func repeated(for row: Int) -> SettledRow {
        var record = record
        record.index = row
        return SettledRow(
            shard: shard, record: record, image: image, imageExtension: imageExtension, receivedBytes: 0, size: size,
            inputs: inputs)
    }

    /// The same with its caption for models, where they see it.
    func withCaption(_ caption: String, by preparation: SamplePreparation) -> SettledRow {
        guard var inputs else { return self }
        preparation.add(caption: caption, to: &inputs)
        var row = self
        row.inputs = inputs
        return row
    }
}
