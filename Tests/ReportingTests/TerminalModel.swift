// A terminal as far as `ScreenPainter` needs one.

/// Shows what a VT100 would: wraps with a pending wrap, moves up, clears a row or what is below. `\n` begins a new row,
/// as a tty turns it into CR LF.
struct TerminalModel {
    private(set) var columns: Int
    private(set) var rows: Int
    private(set) var cells: [[Character]]
    private var row = 0
    private var column = 0
    private var isWrapPending = false
    /// Rows that left at the top.
    private(set) var scrolled = 0

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        cells = Array(repeating: [], count: rows)
    }

    /// Rows as text without the blanks at their ends, down to the last that has any.
    var text: [String] {
        var lines = cells.map { row in
            var row = row
            while row.last == " " { row.removeLast() }
            return String(row)
        }
        while lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The cursor's place, counted from 0.
    var cursor: [Int] { [row, column] }

    /// Narrower or wider, with rows broken anew as VTE and tmux do it. Only without scrolled rows, and with the cursor
    /// in a row of its own.
    mutating func resize(columns newColumns: Int) {
        var broken: [[Character]] = []
        for line in cells[..<row] {
            var rest = line[...]
            repeat {
                broken.append(Array(rest.prefix(newColumns)))
                rest = rest.dropFirst(newColumns)
            } while !rest.isEmpty
        }
        row = broken.count
        column = 0
        columns = newColumns
        while broken.count < rows { broken.append([]) }
        cells = broken
    }

    mutating func write(_ text: String) {
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch character {
            case "\r": goTo(column: 0)
            case "\n":
                goTo(column: 0)
                newRow()
            case "\u{1B}": obey(&rest)
            default: put(character)
            }
        }
    }

    private mutating func obey(_ rest: inout Substring) {
        guard rest.popFirst() == "[" else { return }
        var number = ""
        while let digit = rest.first, digit.isNumber { number.append(rest.removeFirst()) }
        switch rest.popFirst() {
        case "A":
            row = max(0, row - (Int(number) ?? 1))
            isWrapPending = false
        case "K":
            // With a wrap pending the cursor stands on the last character.
            if number == "2" { cells[row] = [] } else { cells[row] = Array(cells[row].prefix(column)) }
        case "J":
            cells[row] = Array(cells[row].prefix(column))
            for below in row + 1..<max(row + 1, rows) { cells[below] = [] }
        default: break
        }
    }

    private mutating func put(_ character: Character) {
        if isWrapPending {
            goTo(column: 0)
            newRow()
        }
        while cells[row].count <= column { cells[row].append(" ") }
        cells[row][column] = character
        if column == columns - 1 { isWrapPending = true } else { column += 1 }
    }

    private mutating func goTo(column: Int) {
        self.column = column
        isWrapPending = false
    }

    private mutating func newRow() {
        if row < rows - 1 {
            row += 1
        } else {
            cells.removeFirst()
            cells.append([])
            scrolled += 1
        }
    }
}
