// The name that was probably meant, for the command line.

internal import URLLists

/// Suggests one of a few names for a mistyped one.
package enum Suggestion {
    /// ` Did you mean "…"?`, or nothing. A name that only begins as one of them is taken for that one.
    package static func question(for typed: String, among names: [String]) -> String {
        let near = NearestName.question(for: typed, among: names)
        guard near.isEmpty else { return near }
        let longer = names.filter { $0.hasPrefix(typed) }
        return longer.count == 1 ? " Did you mean \"\(longer[0])\"?" : ""
    }
}
