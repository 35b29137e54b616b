// The title of a terminal's window during a run.

internal import Ground

/// Sequences for the title: a few words while the run goes on, and at the end the title from before.
///
/// Terminals that know no titles ignore them (xterm's control sequences: OSC 2, and XTWINOPS 22 and 23 to save and restore).
package struct TerminalTitle: Sendable {
    private static let save = "\u{1B}[22;2t"
    private static let restore = "\u{1B}[23;2t"

    private var shown: String?

    package init() {}

    /// Whether a terminal of this type has a window with a title.
    package static func isKnown(term: String) -> Bool {
        ["xterm", "screen", "tmux", "rxvt", "alacritty", "foot", "kitty", "wezterm", "vte", "konsole", "st-"].contains {
            term.hasPrefix($0)
        }
    }

    /// `38 % · 1 h 52 min left · laion`.
    package static func words(_ figures: RunFigures, name: String) -> String {
        var items: [String] = []
        if let done = figures.done?.fraction { items.append("\(Int(done * 100)) %") }
        if let left = figures.timeLeft { items.append(left == .zero ? "finishing" : left.forecastWords + " left") }
        items.append(PlainText.safe(name, maximumCharacters: 40))
        return items.joined(separator: " · ")
    }

    /// What is to be sent; empty while the title is the same.
    package mutating func change(to words: String) -> String {
        guard words != shown else { return "" }
        defer { shown = words }
        return (shown == nil ? Self.save : "") + "\u{1B}]2;\(words)\u{07}"
    }

    /// What is to be sent at the end; empty without a title.
    package mutating func end() -> String {
        guard shown != nil else { return "" }
        shown = nil
        return Self.restore
    }
}
