// Where a written sample lies in the data of its open shard.

package import DatasetModel

/// A sample's place, and the checksum by which the next start knows its bytes.
package struct StoredSample: Hashable, Sendable {
    package let key: SampleKey
    /// First byte in the data file; 0 for a format without one.
    package let offset: Int
    /// Bytes in the data file, headers and padding included.
    package let byteCount: Int
    /// CRC-32C of those bytes.
    package let checksum: UInt32

    package init(key: SampleKey, offset: Int, byteCount: Int, checksum: UInt32) {
        self.key = key
        self.offset = offset
        self.byteCount = byteCount
        self.checksum = checksum
    }

    /// First byte after the sample.
    package var endOffset: Int { offset + byteCount }
}
