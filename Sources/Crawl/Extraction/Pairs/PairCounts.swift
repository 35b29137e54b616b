// What was found in a crawl's files.

internal import CrawlReading

/// Counts of one file, or of several.
package struct PairCounts: Codable, Hashable, Sendable {
    /// As stored, compressed.
    package var bytesRead = 0
    /// Uncompressed.
    package var bytesUnpacked = 0
    package var records = 0
    /// Compressed members, and records in them, that are damaged, cut or too long.
    package var brokenRecords = 0
    /// Files that end in the middle of a record.
    package var cutFiles = 0
    /// Pages with images.
    package var pages = 0
    /// Images with a caption.
    package var images = 0
    package var withoutCaption = 0
    package var shortCaption = 0
    /// URLs that do not lead to http or https.
    package var otherSchemes = 0
    /// Left out by `--where`.
    package var filtered = 0
    /// Left out by `--exclude-list`.
    package var excluded = 0
    package var duplicates = 0
    /// Rows that were written.
    package var pairs = 0

    package init() {}

    mutating func take(_ counts: RecordCounts) {
        bytesRead = counts.bytesRead
        bytesUnpacked = counts.bytesUnpacked
        records = counts.records
        brokenRecords += counts.brokenRecords
    }

    package static func += (sum: inout PairCounts, other: PairCounts) {
        for count in Self.all { sum[keyPath: count] += other[keyPath: count] }
    }

    private static var all: [WritableKeyPath<PairCounts, Int>] {
        [
            \.bytesRead, \.bytesUnpacked, \.records, \.brokenRecords, \.cutFiles, \.pages, \.images, \.withoutCaption,
            \.shortCaption,
            \.otherSchemes, \.filtered, \.excluded, \.duplicates, \.pairs,
        ]
    }
}
