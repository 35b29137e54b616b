// Which contents or captions come more than once.

/// Counts equal hashes: exactly up to `limit` different ones, and those that come often beyond that. A plain value.
///
/// Entries are appended, and joined by sorting when they are many; when there are too many different ones, those that
/// came once are dropped. What came `n` times is then counted at least `n - drops` times.
struct RepeatTally: Sendable {
    /// A hash, where it was seen first, and how often: 24 bytes, as reports hold millions.
    private struct Entry {
        let hash: UInt64
        var place: Place
        var count: UInt32

        func joined(_ other: Entry) -> Entry {
            Entry(hash: hash, place: min(place, other.place), count: count &+ other.count)
        }
    }

    /// What was counted.
    struct Totals: Sendable {
        /// Different hashes.
        var different = 0
        /// Those beyond the first of each.
        var repeats = 0
        var most: [Repeated] = []
    }

    /// What came more than once.
    struct Repeated: Hashable, Sendable {
        let place: Place
        let count: Int
    }

    let limit: Int
    private var entries: [Entry] = []
    /// Entries before this one are sorted and joined.
    private var joined = 0
    /// Entries of merged tallies: each list sorted, and without repeats in itself.
    private var others: [[Entry]] = []
    /// How often single ones were dropped: 0 means that all counts are exact.
    private(set) var drops = 0

    /// - Parameter limit: hashes held at once, of 24 bytes each.
    init(limit: Int) { self.limit = max(4, limit) }

    mutating func add(_ hash: UInt64, at place: Place) {
        if entries.count >= limit { makeRoom() }
        entries.append(Entry(hash: hash, place: place, count: 1))
    }

    /// Adds what another tally has counted, which must be joined. Its entries stay where they are, in order, and are compared
    /// when the totals are asked for: millions would be there twice while they are copied.
    mutating func merge(_ other: RepeatTally) {
        drops = max(drops, other.drops)
        others += other.others
        if !other.entries.isEmpty { others.append(other.entries) }
    }

    /// Joins what was added last. Call it on the thread that added, before merging: sorting takes the time.
    mutating func join() {
        guard joined < entries.count else { return }
        entries.sort { $0.hash != $1.hash ? $0.hash < $1.hash : $0.place < $1.place }
        var kept = 0
        for place in entries.indices {
            let entry = entries[place]
            if kept > 0, entries[kept - 1].hash == entry.hash {
                entries[kept - 1].count &+= entry.count
                continue
            }
            entries[kept] = entry
            kept += 1
        }
        entries.removeLast(entries.count - kept)
        joined = kept
    }

    /// What was counted, by this tally and those merged into it. Call `join` before.
    ///
    /// - Parameter most: places of the most frequent ones, at most: those that came at least twice, equal counts by place.
    func totals(most: Int) -> Totals {
        var totals = Totals()
        var best: [Repeated] = []
        func trim() {
            best.sort { $0.count != $1.count ? $0.count > $1.count : $0.place < $1.place }
            if best.count > most { best.removeLast(best.count - most) }
        }
        forEachHash { entry in
            totals.different += 1
            guard entry.count > 1 else { return }
            totals.repeats += Int(entry.count) - 1
            best.append(Repeated(place: entry.place, count: Int(entry.count)))
            if best.count >= most + 4096 { trim() }
        }
        trim()
        totals.most = best
        return totals
    }

    /// Goes through all hashes, those of several tallies joined.
    private func forEachHash(_ body: (Entry) -> Void) {
        let lists = ([entries] + others).filter { !$0.isEmpty }
        var places = [Int](repeating: 0, count: lists.count)
        var heads = lists.map { $0[0].hash }
        var open = Array(lists.indices)
        while let hash = open.lazy.map({ heads[$0] }).min() {
            var joined: Entry?
            var hasEnded = false
            for list in open where heads[list] == hash {
                let entry = lists[list][places[list]]
                joined = joined?.joined(entry) ?? entry
                places[list] += 1
                if places[list] < lists[list].count {
                    heads[list] = lists[list][places[list]].hash
                } else {
                    hasEnded = true
                }
            }
            if let joined { body(joined) }
            if hasEnded { open.removeAll { places[$0] == lists[$0].count } }
        }
    }

    private mutating func makeRoom() {
        join()
        if entries.count > limit / 2 { dropSingles() }
    }

    private mutating func dropSingles() {
        var least: UInt32 = 1
        // What was counted more often than dropped stays unless there is no other way.
        while entries.count > limit / 2 {
            entries.removeAll { $0.count <= least }
            least = least &* 2
            drops += 1
        }
        joined = entries.count
    }
}
