// How many of the nearest rows an index finds.

internal import Ground
internal import VectorSearch

/// Measures an index against exact search.
struct RecallMeasurement {
    let file: String
    let type: IndexType
    let vectors: VectorFiles
    /// What asks, and what it should find.
    let sets: [(name: String, neighbours: ExactNeighbours)]

    func measure(probes: Int?) throws(SearchError) -> [IndexInfo.Recall] {
        let index = try UnpublishedIndex(file: file, type: type, probes: probes, vectors: vectors)
        return sets.map { name, set in
            var shares = [Double](repeating: 0, count: 3)
            let start = ThreadClock.ownNanoseconds
            let found = zip(set.queries, set.rows).map { query, row in
                // One more, as the query's own row may be among them.
                index.search(query, count: ExactNeighbours.most + 1).map(\.row).filter { $0 != row }
            }
            let seconds = Double(ThreadClock.ownNanoseconds - start) / 1e9
            for (found, nearest) in zip(found, set.nearest) {
                for (place, count) in [1, 10, ExactNeighbours.most].enumerated() {
                    let wanted = nearest.prefix(count)
                    guard !wanted.isEmpty else { continue }
                    let hits = Set(found.prefix(count))
                    shares[place] += Double(wanted.count { hits.contains($0) }) / Double(wanted.count)
                }
            }
            let count = Double(max(1, set.queries.count))
            return IndexInfo.Recall(
                queries: name, count: set.queries.count, probes: probes, at1: Self.rounded(shares[0] / count),
                at10: Self.rounded(shares[1] / count), at100: Self.rounded(shares[2] / count),
                milliseconds: Self.rounded(1000 * seconds / count))
        }
    }

    private static func rounded(_ number: Double) -> Double { (number * 10_000).rounded() / 10_000 }

    /// Doubles the lists that a search looks at until enough is found, then narrows between the last two.
    ///
    /// - Returns: the number of lists, and all that was measured; the last entries are of that number.
    func smallestProbes(
        recall: Double, lists: Int
    ) throws(SearchError) -> (probes: Int, measured: [IndexInfo.Recall]) {
        var measured: [Int: [IndexInfo.Recall]] = [:]
        func isEnough(_ probes: Int) throws(SearchError) -> Bool {
            let results: [IndexInfo.Recall]
            if let known = measured[probes] { results = known } else { results = try measure(probes: probes) }
            measured[probes] = results
            return results.allSatisfy { $0.at10 >= recall }
        }
        var (low, high) = (0, 1)
        while high < lists, try !isEnough(high) { (low, high) = (high, min(lists, 2 * high)) }
        // To an eighth: the next queries differ by more.
        while high - low > max(1, high / 8) {
            let middle = (low + high) / 2
            if try isEnough(middle) { high = middle } else { low = middle }
        }
        if measured[high] == nil { measured[high] = try measure(probes: high) }
        let others = measured.filter { $0.key != high }.sorted { $0.key < $1.key }
        return (high, others.flatMap(\.value) + (measured[high] ?? []))
    }
}
