// A block that stays in its place, on a model of a terminal and byte by byte.

import Testing

@testable import Reporting

@Suite("Screen")
struct ScreenPainterTests {
    let size = ScreenPainter.Size(columns: 10, rows: 8)

    func lines(_ texts: String...) -> [StyledLine] { texts.map { StyledLine($0) } }

    @Test("A frame is written over the one before, to the byte")
    func bytes() {
        var painter = ScreenPainter(colours: false)
        #expect(painter.frame(lines("one", "0123456789"), size: size) == "\rone\u{1B}[K\n0123456789\n\u{1B}[J")
        #expect(painter.frame(lines("two"), size: size) == "\r\u{1B}[2Atwo\u{1B}[K\n\u{1B}[J")
        #expect(painter.removal(size: size) == "\r\u{1B}[1A\u{1B}[2K\n\u{1B}[J\r\u{1B}[1A")
        #expect(painter.removal(size: size) == "")
    }

    @Test("Nothing is left of longer, higher or full-width frames")
    func overwrites() {
        var painter = ScreenPainter(colours: true)
        var terminal = TerminalModel(columns: 10, rows: 8)
        terminal.write("$ run\n")
        terminal.write(painter.frame(lines("0123456789", "long line", "third"), size: size))
        #expect(terminal.text == ["$ run", "0123456789", "long line", "third"])
        terminal.write(painter.frame(lines("abc", "0123456789"), size: size))
        #expect(terminal.text == ["$ run", "abc", "0123456789"])
        #expect(terminal.cursor == [3, 0])
        terminal.write(painter.removal(size: size))
        #expect(terminal.text == ["$ run"] && terminal.cursor == [1, 0])
    }

    @Test("At the bottom of the terminal a thousand frames scroll it once")
    func doesNotScroll() {
        var painter = ScreenPainter(colours: true)
        var terminal = TerminalModel(columns: 10, rows: 8)
        for number in 0..<7 { terminal.write("old \(number)\n") }
        for number in 0..<1000 { terminal.write(painter.frame(lines("", "n \(number)", "x"), size: size)) }
        #expect(terminal.scrolled == 3)
        #expect(terminal.text == ["old 3", "old 4", "old 5", "old 6", "", "n 999", "x"])
    }

    @Test("Messages stay above the block, long ones on several rows, and an echoed ^C goes")
    func messages() {
        var painter = ScreenPainter(colours: false)
        var terminal = TerminalModel(columns: 10, rows: 8)
        terminal.write(painter.frame(lines("0123456789", "rates"), size: size))
        terminal.write("^C")
        terminal.write(painter.message(["a message of 25 characters"], size: size))
        #expect(terminal.text == ["a message ", "of 25 char", "acters", "0123456789", "rates"].map { $0.trimmedEnd })
        terminal.write(painter.frame(lines("next", "rates"), size: size))
        #expect(terminal.text.suffix(2) == ["next", "rates"])
        terminal.write(painter.removal(size: size))
        #expect(terminal.text.last == "acters")
    }

    @Test("Before the first frame a message is just written")
    func messageFirst() {
        var painter = ScreenPainter(colours: false)
        #expect(painter.message(["hello"], size: size) == "\r\u{1B}[J\rhello\n")
    }

    @Test("A terminal made narrower or wider keeps what was above, and nothing of the old block")
    func resize() {
        var painter = ScreenPainter(colours: true)
        var terminal = TerminalModel(columns: 20, rows: 12)
        terminal.write("$ run\n")
        terminal.write(
            painter.frame(lines("", "0123456789abcdefghij", "0123456789a"), size: .init(columns: 20, rows: 12)))
        for columns in [8, 14, 5, 20] {
            terminal.resize(columns: columns)
            let block = [StyledLine(), StyledLine(String(repeating: "=", count: columns)), StyledLine("ok")]
            terminal.write(painter.frame(block, size: .init(columns: columns, rows: 12)))
            #expect(terminal.text == ["$ run", "", String(repeating: "=", count: columns), "ok"])
        }
    }

    @Test("A block higher than the terminal is cut, and still does not scroll")
    func lowTerminal() {
        let low = ScreenPainter.Size(columns: 10, rows: 3)
        var painter = ScreenPainter(colours: false)
        var terminal = TerminalModel(columns: 10, rows: 3)
        for number in 0..<9 { terminal.write(painter.frame(lines("", "n \(number)", "a", "b"), size: low)) }
        #expect(terminal.text == ["", "n 8"] && terminal.scrolled == 0)
    }

    @Test(
        "The mode is chosen from terminal, TERM, NO_COLOR and --log-format",
        arguments: [
            (false, true, ["TERM": "xterm"], DisplayMode.terminal(colours: true)),
            (false, true, ["TERM": "xterm", "NO_COLOR": "1"], .terminal(colours: false)),
            (false, true, ["TERM": "xterm", "NO_COLOR": ""], .terminal(colours: true)),
            (false, true, ["TERM": "dumb"], .text), (false, true, [:], .text),
            (false, false, ["TERM": "xterm"], .text), (true, true, ["TERM": "xterm"], .json),
            (true, false, [:], .json),
        ])
    func modes(json: Bool, isTerminal: Bool, environment: [String: String], mode: DisplayMode) {
        #expect(DisplayMode.chosen(wantsJSON: json, isTerminal: isTerminal, environment: environment) == mode)
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
