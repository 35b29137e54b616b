// What is remembered of a sample's bytes when its shard is finished.

/// One sample's bytes in the finished data, and their checksum.
package struct SampleChecksum: Hashable, Sendable {
    /// The row's place in its shard, from 0.
    package let row: Int
    /// First byte in the data file; 0 where samples are no ranges of one.
    package let offset: Int
    /// Bytes of the sample, as in the journal of its open shard.
    package let byteCount: Int
    /// CRC-32C of those bytes.
    package let checksum: UInt32
    /// The image's file extension, without a dot; at most eight bytes.
    package let imageExtension: String

    /// Bytes that an extension has in files of ours.
    package static let extensionBytes = 8

    /// An extension in ASCII, filled up with zeros.
    package static func padded(_ imageExtension: String) -> [UInt8] {
        var bytes = [UInt8](imageExtension.utf8.prefix(extensionBytes))
        bytes += [UInt8](repeating: 0, count: extensionBytes - bytes.count)
        return bytes
    }
}
