// The identity of a sample inside its dataset.

/// A sample's key: the file name before the extension in tar shards, the `key` column in tables.
package struct SampleKey: Hashable, Sendable {
    /// As it stands in file names.
    package let text: String

    package init(_ text: String) { self.text = text }
}
