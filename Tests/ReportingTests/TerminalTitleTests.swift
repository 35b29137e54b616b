import Testing

@testable import Reporting

@Suite("The title of a terminal's window") struct TerminalTitleTests {
    @Test("The former title is saved once, a title is sent when it changes, and restored at the end") func sequences() {
        var title = TerminalTitle()
        #expect(title.end() == "")
        #expect(title.change(to: "1 %") == "\u{1B}[22;2t\u{1B}]2;1 %\u{07}")
        #expect(title.change(to: "1 %") == "")
        #expect(title.change(to: "2 %") == "\u{1B}]2;2 %\u{07}")
        #expect(title.end() == "\u{1B}[23;2t")
        #expect(title.end() == "")
    }

    @Test("It has share, time left and the dataset's name, whose control characters are left out") func words() {
        #expect(TerminalTitle.words(SampleRuns.figures, name: "laion") == "28 % · 1 h 52 min left · laion")
        #expect(!TerminalTitle.words(SampleRuns.figures, name: "a\u{07}\u{1B}]0;x").contains("\u{07}"))
    }

    @Test("Terminals without windows get none") func terms() {
        #expect(TerminalTitle.isKnown(term: "xterm-256color") && TerminalTitle.isKnown(term: "tmux"))
        #expect(!TerminalTitle.isKnown(term: "linux") && !TerminalTitle.isKnown(term: "dumb"))
    }
}
