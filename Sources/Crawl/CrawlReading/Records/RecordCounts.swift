// What was read of a file.

/// Counts over the records of one file, or of several.
package struct RecordCounts: Sendable, Hashable {
    /// As stored, compressed.
    package var bytesRead = 0
    /// Uncompressed.
    package var bytesUnpacked = 0
    package var records = 0
    /// Compressed members, and records in them, that are damaged, cut or too long.
    package var brokenRecords = 0
    /// Whether the file ends in the middle of a member or a record.
    package var isCut = false

    package init() {}

    package static func += (sum: inout RecordCounts, other: RecordCounts) {
        sum.bytesRead += other.bytesRead
        sum.bytesUnpacked += other.bytesUnpacked
        sum.records += other.records
        sum.brokenRecords += other.brokenRecords
        sum.isCut = sum.isCut || other.isCut
    }
}
