// A bar that grows by half a column.

/// A progress bar of box-drawing lines: `━━━━╸─────`.
package enum ProgressBar {
    /// - Parameters:
    ///   - fraction: from 0 to 1; full only at 1.
    ///   - width: in columns.
    package static func line(fraction: Double, width: Int) -> StyledLine {
        let columns = max(0, width)
        let halves = Int(Double(columns * 2) * min(max(0, fraction), 1))
        let full = halves / 2
        var line = StyledLine(
            String(repeating: "━", count: full) + (halves % 2 == 1 ? "╸" : ""), .green)
        line.append(String(repeating: "─", count: columns - full - halves % 2), .faint)
        return line
    }
}
