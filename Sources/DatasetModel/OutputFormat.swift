// The kinds of dataset this tool writes.

/// How samples are written.
package enum OutputFormat: String, Sendable, CaseIterable {
    /// One tar per shard with `KEY.jpg`, `KEY.json`, `KEY.txt`.
    case webdataset
    /// Nothing but stats: for measuring.
    case dummy
}
