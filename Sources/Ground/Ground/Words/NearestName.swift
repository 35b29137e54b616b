// Finds the name that was probably meant.

/// Suggests one of a few names for a mistyped one.
package enum NearestName {
    /// The same name in another case first, else the one the fewest edits away, at most a third of its length or
    /// two; nil when none is near.
    package static func suggestion(for typed: String, among names: [String]) -> String? {
        let lowered = typed.lowercased()
        if let same = names.first(where: { $0.lowercased() == lowered }) { return same }
        let wanted = Array(lowered)
        let most = max(2, wanted.count / 3)
        var best: (name: String, edits: Int)?
        for name in names where abs(name.count - wanted.count) <= most {
            let edits = distance(wanted, Array(name.lowercased()))
            // As many edits as letters would make any word of any other.
            guard edits <= most, edits < max(wanted.count, name.count) else { continue }
            if let found = best, found.edits <= edits { continue }
            best = (name, edits)
        }
        return best?.name
    }

    /// ` Did you mean "…"?`, or nothing.
    package static func question(for typed: String, among names: [String]) -> String {
        suggestion(for: typed, among: names).map { " Did you mean \"\($0)\"?" } ?? ""
    }

    /// Levenshtein's distance.
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, right) in b.enumerated() {
                let replaced = diagonal + (left == right ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[b.count]
    }
}
