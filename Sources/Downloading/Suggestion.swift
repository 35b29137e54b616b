// The name that was probably meant, for the command line.

internal import URLLists

/// Suggests one of a few names for a mistyped one.
package enum Suggestion {
    /// ` Did you mean "…"?`, or nothing.
    package static func question(for typed: String, among names: [String]) -> String {
        NearestName.question(for: typed, among: names)
    }
}
