// What to send to a terminal so that a block of lines stays in its place.

/// Turns frames into bytes for a terminal: back to the block's first line, over it, and off what is left.
///
/// The cursor rests in the first column below the block. Nothing is hidden or switched, so that a killed process leaves
/// a usable terminal.
package struct ScreenPainter: Sendable {
    /// Columns and rows of a terminal.
    package struct Size: Hashable, Sendable {
        package let columns: Int
        package let rows: Int

        package init(columns: Int, rows: Int) {
            self.columns = max(1, columns)
            self.rows = max(2, rows)
        }
    }

    package let colours: Bool
    private var drawn: [StyledLine] = []
    private var drawnColumns = 0

    package init(colours: Bool) { self.colours = colours }

    /// Shows `lines` in the place of the block before. A block higher than the terminal loses its last lines.
    package mutating func frame(_ lines: [StyledLine], size: Size) -> String {
        let start = ScreenPainter.upwards(rowsToTop(size))
        return start + body(lines, size: size) + "\u{1B}[J"
    }

    /// Writes lines that stay, above the block, and the block again below them. They may be longer than a row.
    package mutating func message(_ lines: [String], size: Size) -> String {
        let block = drawn
        let start = erasure(size)
        return start + lines.map { $0 + "\n" }.joined() + body(block, size: size)
    }

    /// Takes the block away; the cursor is where it began.
    package mutating func removal(size: Size) -> String {
        let text = drawn.isEmpty ? "" : erasure(size)
        drawn = []
        return text
    }

    private mutating func body(_ lines: [StyledLine], size: Size) -> String {
        drawn = lines.prefix(size.rows - 1).map { $0.cut(to: size.columns) }
        drawnColumns = size.columns
        return drawn.map { line in
            // After a full line the cursor stands on its last character, and EL would take that away.
            line.rendered(colours: colours) + (line.width < size.columns ? "\u{1B}[K\n" : "\n")
        }.joined()
    }

    /// Row by row, and below the block for what the terminal echoed (`^C`): tmux keeps in its history what ED takes
    /// from the whole screen at once.
    private func erasure(_ size: Size) -> String {
        let rows = rowsToTop(size)
        return ScreenPainter.upwards(rows) + String(repeating: "\u{1B}[2K\n", count: rows) + "\u{1B}[J"
            + ScreenPainter.upwards(rows)
    }

    /// A terminal made narrower has broken the lines it shows (xterm cuts them instead, and loses a line above).
    private func rowsToTop(_ size: Size) -> Int {
        let rows = drawn.reduce(0) { sum, line in
            sum + (size.columns < drawnColumns ? max(1, (line.width + size.columns - 1) / size.columns) : 1)
        }
        return min(rows, size.rows - 1)
    }

    private static func upwards(_ rows: Int) -> String { rows > 0 ? "\r\u{1B}[\(rows)A" : "\r" }
}
