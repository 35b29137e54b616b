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
    /// How often single ones were dropped: 0 means that all counts are exact.
    private(set) var drops = 0

    /// - Parameter limit: hashes held at once, of 24 bytes each.
    init(limit: Int) { self.limit = max(4, limit) }

    mutating func add(_ hash: UInt64, at place: Place) {
        if entries.count >= limit { makeRoom() }
        entries.append(Entry(hash: hash, place: place, count: 1))
    }

    /// Adds what another tally has counted; both are joined by it.
    mutating func merge(_ other: RepeatTally) {
        var other = other
        other.join()
        join()
        drops = max(drops, other.drops)
        guard !other.entries.isEmpty else { return }
        var merged: [Entry] = []
        merged.reserveCapacity(entries.count + other.entries.count)
        var (left, right) = (0, 0)
        while left < entries.count || right < other.entries.count {
            if right == other.entries.count || left < entries.count && entries[left].hash < other.entries[right].hash {
                merged.append(entries[left])
                left += 1
            } else if left == entries.count || other.entries[right].hash < entries[left].hash {
                merged.append(other.entries[right])
                right += 1
            } else {
                var entry = entries[left]
                entry.count &+= other.entries[right].count
                entry.place = min(entry.place, other.entries[right].place)
                merged.append(entry)
                (left, right) = (left + 1, right + 1)
            }
        }
        entries = merged
        joined = merged.count
        if entries.count > limit { dropSingles() }
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

    /// Different hashes, and those beyond the first of each; call `join` before.
    var totals: (different: Int, repeats: Int) {
        (entries.count, entries.reduce(0) { $0 + Int($1.count) - 1 })
    }

    /// What came most often, at least twice; equal counts by place. Call `join` before.
    func most(_ count: Int) -> [Repeated] {
        entries.lazy.filter { $0.count > 1 }.map { Repeated(place: $0.place, count: Int($0.count)) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.place < $1.place }.prefix(count).map { $0 }
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
