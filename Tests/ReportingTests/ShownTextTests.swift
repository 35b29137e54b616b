// Shares, and texts from strangers, as people read them.

import Testing

@testable import Reporting

@Suite("Shares and safe texts")
struct ShownTextTests {
    @Test("Only nothing is 0 % and only all is 100 %")
    func shares() {
        #expect(
            [(841, 1000), (0, 7), (7, 7), (1, 100_000), (99_999, 100_000), (0, 0)].map { Share($0, of: $1).text }
                == ["84.1 %", "0 %", "100 %", "<0.1 %", "99.9 %", "–"])
        #expect(Share(314, of: 1000).wholePercentText == "31 %")
    }

    @Test("Text from strangers cannot steer a terminal")
    func safeText() {
        #expect(PlainText.safe("a\u{1B}[2Jb\u{9B}31m\u{202E}c\nd\re") == "a?[2Jb?31m?c d?e")
        #expect(PlainText.safe("Grüße, 東京 👍🏽") == "Grüße, 東京 👍🏽")
        #expect(PlainText.safe("abcdef", maximumCharacters: 3) == "abc…")
        #expect(PlainText.safe("e" + String(repeating: "\u{301}", count: 5000)) == "?")
    }
}
