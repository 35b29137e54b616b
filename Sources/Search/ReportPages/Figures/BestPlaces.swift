// The few rows that are foremost in something.

/// Keeps the rows with the highest ranks; of equal ones those that come first. A plain value of bounded size, the same
/// whatever the order in which rows come.
struct BestPlaces: Sendable {
    struct Ranked: Hashable, Sendable {
        let rank: Double
        let place: Place
    }

    let count: Int
    /// Best first.
    private(set) var best: [Ranked] = []

    init(count: Int) { self.count = count }

    @inline(__always)
    mutating func add(_ rank: Double, at place: @autoclosure () -> Place) {
        if best.count == count, let last = best.last, rank < last.rank { return }
        insert(Ranked(rank: rank, place: place()))
    }

    mutating func merge(_ other: BestPlaces) {
        for ranked in other.best { insert(ranked) }
    }

    var places: [Place] { best.map(\.place) }

    private mutating func insert(_ ranked: Ranked) {
        guard count > 0 else { return }
        let place =
            best.firstIndex {
                ranked.rank != $0.rank ? ranked.rank > $0.rank : ranked.place < $0.place
            } ?? best.count
        guard place < count else { return }
        best.insert(ranked, at: place)
        if best.count > count { best.removeLast() }
    }
}
