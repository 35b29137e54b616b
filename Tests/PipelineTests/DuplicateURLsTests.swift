// Which rows of a shard follow another.

import Testing

@testable import Pipeline

@Suite("Rows that follow another")
struct DuplicateURLsTests {
    @Test("Later rows follow the first with the same text, blanks around it aside")
    func followers() {
        var duplicates = DuplicateURLs()
        let rows = [(0, "a"), (1, "b"), (2, " a\n"), (4, "a"), (5, "B"), (6, "b "), (8, "c")]
        let first = rows.filter { duplicates.isFirst($0.0, url: $0.1) }
        #expect(first.map(\.0) == [0, 1, 5, 8])
        for kept in [duplicates, duplicates.withoutTexts] {
            #expect(kept.followers(of: 0) == [2, 4])
            #expect(kept.followers(of: 1) == [6])
            #expect([3, 5, 8].allSatisfy { kept.followers(of: $0).isEmpty })
        }
    }
}
