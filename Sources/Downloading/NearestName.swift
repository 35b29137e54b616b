// "Did you mean …?"

/// Finds the name somebody meant.
enum NearestName {
    /// - Returns: the candidate with the fewest typing errors, if there are few enough to guess; case does not count.
    static func of(_ typed: String, in candidates: [String]) -> String? {
        let wanted = Array(typed.lowercased())
        let scored = candidates.map { (name: $0, errors: distance(wanted, Array($0.lowercased()))) }
        guard let best = scored.min(by: { $0.errors < $1.errors }) else { return nil }
        return best.errors <= max(1, wanted.count / 2) ? best.name : nil
    }

    /// Levenshtein's distance.
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = x == y ? diagonal : 1 + min(diagonal, above, row[j])
                diagonal = above
            }
        }
        return row[b.count]
    }
}
