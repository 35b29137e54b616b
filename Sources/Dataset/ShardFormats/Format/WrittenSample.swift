// What a writer says of the sample that it has written.

/// Where a sample ends, and its checksum.
package struct WrittenSample: Hashable, Sendable {
    /// First byte after the sample in the data file; where samples are files of their own, the bytes of all of them so
    /// far.
    package let endOffset: Int
    /// CRC-32C of the sample's bytes, all that it added to the data, made as they were written: by it the next start
    /// knows whether the disk has them.
    package let checksum: UInt32

    package init(endOffset: Int, checksum: UInt32) {
        self.endOffset = endOffset
        self.checksum = checksum
    }
}
