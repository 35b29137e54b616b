// What `extract` did.

internal import Foundation
internal import Ground

/// Counts of a run, files of earlier runs included.
package struct ExtractionReport: Codable, Sendable {
    /// Files of the crawl that are done.
    package var files = 0
    /// Of these, the ones that an earlier run read.
    package var keptFiles = 0
    /// Files that could not be read, by name, with the reason.
    package var failedFiles: [String: String] = [:]
    /// Of these, the ones whose store or server did not answer.
    package var unansweredFiles = 0
    package var counts = PairCounts()
    /// Pairs that a Bloom filter has probably taken for known ones.
    package var probableMistakes = 0
    /// Wall time of this run.
    package var seconds = 0.0

    package init() {}

    /// Where nothing else was wrong than that a store did not answer, the same command may succeed later.
    package var exitCode: Int32 {
        failedFiles.isEmpty ? 0 : CommandFailure(failedFiles.count == unansweredFiles ? .again : .run, "").exitCode
    }

    package var lines: [String] {
        var lines = ["\(counts.pairs.counted("pair")) from \(counts.pages.counted("page")) in \(files.counted("file"))"]
        if keptFiles > 0 { lines.append("  \(keptFiles.counted("file")) read by an earlier run") }
        lines.append("  \(counts.images.counted("image")) with a caption, \(counts.withoutCaption.grouped) without one")
        for (count, words) in [
            (counts.shortCaption, "left out: the caption is shorter than --min-caption-length"),
            (counts.otherSchemes, "left out: the URL is not http or https"),
            (counts.filtered, "left out by --where"), (counts.excluded, "left out by --exclude-list"),
            (counts.duplicates, "left out as duplicates"),
            (probableMistakes, "of these probably no duplicates (--dedup-memory)"),
        ] where count > 0 { lines.append("  \(count.grouped) \(words)") }
        if counts.brokenRecords > 0 {
            lines.append("  \(counts.brokenRecords.counted("damaged record")) skipped")
        }
        if counts.cutFiles > 0 {
            lines.append(
                "\(counts.cutFiles.counted("file")) cut: the last record is not all there "
                    + "(get a whole copy, then run the same command again)")
        }
        if !failedFiles.isEmpty {
            lines.append("\(failedFiles.count.counted("file")) could not be read:")
            lines += failedFiles.sorted { $0.key < $1.key }.prefix(10).map { "  \($0.key): \($0.value)" }
            if failedFiles.count > 10 { lines.append("  and \((failedFiles.count - 10).grouped) more") }
            lines.append("run the same command again to try them again")
        }
        return lines
    }

    package var jsonLine: String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Numbers and texts can always be written.
        guard let line = try? encoder.encode(self) else { return "{}" }
        return String(decoding: line, as: UTF8.self)
    }
}
