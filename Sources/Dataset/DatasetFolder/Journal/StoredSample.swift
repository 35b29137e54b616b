// Where a written sample lies in the data of its open shard.

package import DatasetModel

/// A sample's place, and the checksum by which the next start knows its bytes.
package struct StoredSample: Hashable, Sendable {
    package let key: SampleKey
    /// The image's file extension, without a dot.
    package let imageExtension: String
    /// First byte in the data file; 0 where samples are files of their own.
    package let offset: Int
    /// Bytes in the data file, headers and padding included; or of all files of the sample.
    package let byteCount: Int
    /// CRC-32C of those bytes.
    package let checksum: UInt32

    package init(key: SampleKey, imageExtension: String, offset: Int, byteCount: Int, checksum: UInt32) {
        self.key = key
        self.imageExtension = imageExtension
        self.offset = offset
        self.byteCount = byteCount
        self.checksum = checksum
    }

    /// First byte after the sample.
    package var endOffset: Int { offset + byteCount }
}

/// A stored sample and its row.
package struct StoredRow: Hashable, Sendable {
    /// The row's place in its shard, from 0.
    package let row: Int
    package let sample: StoredSample

    package init(row: Int, sample: StoredSample) {
        self.row = row
        self.sample = sample
    }
}
