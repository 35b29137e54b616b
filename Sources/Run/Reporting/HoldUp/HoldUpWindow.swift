// What held a run back over the last seconds.

/// Looks several times a second, and says what was seen most: one look may fall on a moment's queue.
package struct HoldUpWindow: Sendable {
    private static let looks = 25
    /// What is seen less often is chance.
    private static let leastShare = 0.5

    private var seen: [String?] = []
    private var next = 0
    private var newest: [String: HoldUp] = [:]

    package init() {}

    /// Adds a look.
    ///
    /// - Returns: what was seen in most of the looks, as it was seen last; nil if nothing was.
    package mutating func look(at figures: RunFigures) -> HoldUp? {
        let found = HoldUp(figures)
        if let found { newest[found.word] = found }
        if seen.count < Self.looks {
            seen.append(found?.word)
        } else {
            seen[next] = found?.word
            next = (next + 1) % Self.looks
        }
        var counts: [String: Int] = [:]
        for case let word? in seen { counts[word, default: 0] += 1 }
        let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        guard let most, Double(most.value) > Self.leastShare * Double(seen.count) else { return nil }
        return newest[most.key]
    }
}
