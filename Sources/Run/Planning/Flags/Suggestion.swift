// The name that was probably meant, for the command line.

internal import Ground
internal import URLLists

/// Suggests one of a few names for a mistyped one.
package enum Suggestion {
    /// ` Did you mean "…"?`, or nothing. A name that only begins as one of them is taken for that one, or for one of a
    /// few.
    package static func question(for typed: String, among names: [String]) -> String {
        let near = NearestName.question(for: typed, among: names)
        guard near.isEmpty else { return near }
        let longer = names.filter { $0.hasPrefix(typed) }
        guard (1...3).contains(longer.count) else { return "" }
        return " Did you mean " + longer.map { "\"\($0)\"" }.joined(separator: " or ") + "?"
    }
}
