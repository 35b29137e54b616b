// What a start finds of an open shard's data and keeps.

package import DatasetModel

/// Samples of an earlier start whose bytes are whole.
package struct KeptSamples: Sendable {
    /// Their keys, in the order in which they were written.
    package let keys: [SampleKey]
    /// Where the last of them ends in the data file: the file is cut there.
    package let endOffset: Int

    package init(keys: [SampleKey], endOffset: Int) {
        self.keys = keys
        self.endOffset = endOffset
    }

    /// A shard that begins from the start.
    package static let none = KeptSamples(keys: [], endOffset: 0)
}
