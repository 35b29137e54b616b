// One member as read from an archive.

/// A member's header, as the archive has it.
package struct TarEntry: Hashable, Sendable {
    /// Path inside the archive; bytes that are not UTF-8 are repaired.
    package let name: String
    /// Bytes of data, as the header says.
    package let byteCount: Int
    /// Permission bits, without the file type.
    package let mode: UInt32
    package let isRegularFile: Bool
    /// Seconds since 1970.
    package let modifiedAt: Int64
    package let userID: Int64
    package let groupID: Int64
    package let userName: String
    package let groupName: String
    /// First byte of the header, counted from the start of the archive.
    package let headerOffset: Int
}
