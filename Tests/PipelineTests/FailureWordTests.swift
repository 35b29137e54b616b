// The words for failures: one closed list, documented once.

import DatasetModel
import Fetching
import Foundation
import Imaging
import Planning
import Reporting
import ShardFormats
import TestSupport
import Testing

@testable import Pipeline

@Suite("Words for failures") struct FailureWordTests {
    /// Not of rows: a status stands in the place of the first, and the second ends the run.
    private static let unwritten: Set<String> = ["http_status", "invalid_option"]

    /// What the stages give rows.
    private static let written: Set<String> = Set(FetchError.Category.allCases.map(\.rawValue))
        .union(ImageError.Category.allCases.map(\.rawValue))
        .union(
            [
                DecodeJournal.crashed, ShardBodies.missing, ShardBodies.damaged, ImageExclusion.outcome,
                VerifiedHash.mismatch, SampleRecord.badKey, .triedAgain,
            ].compactMap(\.category)
        )
        .union(["broken_row", "no_image", "no_embedding", "metadata_too_large"])
        .subtracting(unwritten)

    /// Words and names for people of the page's table.
    private static func documented() throws -> [(words: [String], name: String)] {
        let page = try String(
            contentsOf: Repository.root.appending(path: "docs/output-format.md"), encoding: .utf8)
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix("| word | for people |") })
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return (cells[0].split(separator: "`").map(String.init).filter { $0.first?.isLowercase == true }, cells[1])
        }
    }

    @Test("The page lists every word that a row can have, and no other") func complete() throws {
        let words = try Self.documented().flatMap(\.words).filter { !$0.hasPrefix("http_") }
        #expect(Set(words) == Self.written)
        #expect(words.count == Set(words).count)
    }

    @Test("Each word has the name for people that the page says, and --classes takes both") func names() throws {
        for (words, name) in try Self.documented() {
            for word in words where !word.hasSuffix("…") {
                let plain = FailureClass(tallyWord: word).plainWord
                #expect(name.components(separatedBy: ", ").contains(plain), "\(word): \(plain)")
                for typed in [word, plain] where !plain.hasPrefix("HTTP ") || typed == word {
                    var unknown: String?
                    #expect(FailureChoice(words: [typed], unknown: &unknown) != nil, "\(typed)")
                }
            }
        }
    }
}
