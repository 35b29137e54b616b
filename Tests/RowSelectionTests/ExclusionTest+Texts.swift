// Exclude lists asked for texts.

import Testing
import URLs

@testable import RowSelection

extension ExclusionTest {
    func excludes(_ listed: String) -> Bool {
        guard let parser = try? URLParser() else {
            Issue.record("There is no memory for a parser")
            return false
        }
        return Array(listed.utf8).withUnsafeBytes { excludes(listed: $0, parser) }
    }
}
