// The best few of many.

/// Keeps the hits of largest similarity, in memory for just these. NaN is never kept.
package struct BestRows: Sendable {
    /// A heap: the worst of those that are kept is first.
    private var hits: [SearchHit] = []
    private let capacity: Int

    package init(_ capacity: Int) {
        self.capacity = capacity
        hits.reserveCapacity(capacity)
    }

    /// What a similarity must exceed to be kept.
    package private(set) var threshold = -Float.infinity

    /// Offers a row; of equal ones the first stays.
    package mutating func offer(_ row: Int, _ similarity: Float) {
        guard similarity > threshold, capacity > 0 else { return }
        let hit = SearchHit(row: row, similarity: similarity)
        if hits.count < capacity {
            hits.append(hit)
            raise(hits.count - 1)
        } else {
            hits[0] = hit
            sink()
        }
        if hits.count == capacity { threshold = hits[0].similarity }
    }

    /// Offers rows that follow each other.
    package mutating func offer(from row: Int, _ similarities: UnsafeBufferPointer<Float>) {
        for place in 0..<similarities.count where similarities[place] > threshold {
            offer(row + place, similarities[place])
        }
    }

    /// The best first; of equal ones the smaller row.
    package func sorted() -> [SearchHit] {
        hits.sorted { $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.row < $1.row }
    }

    private func isWorse(_ a: Int, _ b: Int) -> Bool {
        let (a, b) = (hits[a], hits[b])
        return a.similarity != b.similarity ? a.similarity < b.similarity : a.row > b.row
    }

    private mutating func raise(_ start: Int) {
        var place = start
        while place > 0, isWorse(place, (place - 1) / 2) {
            hits.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink() {
        var place = 0
        while true {
            var worst = place
            for child in [2 * place + 1, 2 * place + 2] where child < hits.count && isWorse(child, worst) {
                worst = child
            }
            if worst == place { return }
            hits.swapAt(place, worst)
            place = worst
        }
    }
}
