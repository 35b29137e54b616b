// How keys that follow from the place of a sample are written.

/// Where in its dataset a key names a sample.
package enum KeyStyle: String, CaseIterable, Hashable, Sendable {
    /// By the shard's number and the row: img2dataset's rule. A key is unique in the dataset.
    case numbered
    /// By the row in the shard's table, 0, 1, 2 and so on, as in LAION-400M's own tars. Every shard has the same keys.
    case row
}
