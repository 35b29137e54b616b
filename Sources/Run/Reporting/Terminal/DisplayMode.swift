// Which of the three faces a run shows.

/// How a run is shown.
package enum DisplayMode: Hashable, Sendable {
    /// A block redrawn in place.
    case terminal(colours: Bool)
    /// A line per ten seconds.
    case text
    /// A JSON object per line.
    case json

    /// - Parameters:
    ///   - wantsJSON: `--log-format json` was given; it holds on a terminal too.
    ///   - isTerminal: stderr is one.
    ///   - environment: `TERM=dumb` (or none) cannot redraw and gets lines; `NO_COLOR` with any text in it means no
    ///     colours (no-color.org).
    package static func chosen(wantsJSON: Bool, isTerminal: Bool, environment: [String: String]) -> DisplayMode {
        if wantsJSON { return .json }
        let term = environment["TERM"] ?? ""
        guard isTerminal, !term.isEmpty, term != "dumb" else { return .text }
        return .terminal(colours: (environment["NO_COLOR"] ?? "").isEmpty)
    }
}
