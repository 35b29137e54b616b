// Names already looked up, and who waits for those being looked up.

internal import URLs

/// Answers by name, good and bad, each for its time to live; one look-up per name however many ask.
///
/// The least recently used answer goes when there are more than `capacity`. A name being looked up stays.
struct NameCache<Waiter> {
    /// What is known of a name.
    struct Answer {
        let outcome: Result<[IPAddress], FetchError>
        /// Differs between two look-ups of one name.
        let generation: UInt64
    }

    /// What to do for somebody who needs a name.
    enum Reply {
        case answer(Answer)
        /// A look-up is on its way; the waiter is kept.
        case wait
        /// Nobody looks it up yet: start a look-up; the waiter is kept.
        case lookUp
    }

    private enum State {
        case known(Answer, until: Moment)
        case lookingUp([Waiter])
    }

    private struct Entry {
        var name: String
        var state: State
        var newer: Int = -1
        var older: Int = -1
    }

    private let capacity: Int
    private var entries: ContiguousArray<Entry> = []
    private var freeEntries: [Int] = []
    private var indices: [String: Int] = [:]
    private var newest = -1
    private var oldest = -1
    private var lastGeneration: UInt64 = 0

    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// Names held.
    var count: Int { indices.count }

    /// Looks `name` up in the cache on behalf of `waiter`.
    mutating func ask(_ name: String, waiter: Waiter, now: Moment) -> Reply {
        guard let index = indices[name] else {
            insert(name, waiter: waiter)
            return .lookUp
        }
        switch entries[index].state {
        case .known(let answer, let until):
            if now < until {
                unlink(index)
                linkAsNewest(index)
                return .answer(answer)
            }
            unlink(index)
            entries[index].state = .lookingUp([waiter])
            return .lookUp
        case .lookingUp(var waiters):
            // The array leaves the entry first: it would be copied whole for every further waiter.
            entries[index].state = .lookingUp([])
            waiters.append(waiter)
            entries[index].state = .lookingUp(waiters)
            return .wait
        }
    }

    /// Ends the look-up of `name`; returns those who waited and what to pass to them.
    mutating func settle(
        _ name: String, outcome: Result<[IPAddress], FetchError>, lifetimeNanoseconds: Int64, now: Moment
    ) -> (waiters: [Waiter], answer: Answer) {
        lastGeneration += 1
        let answer = Answer(outcome: outcome, generation: lastGeneration)
        guard let index = indices[name], case .lookingUp(let waiters) = entries[index].state else {
            return ([], answer)
        }
        entries[index].state = .known(answer, until: now + lifetimeNanoseconds)
        linkAsNewest(index)
        while indices.count > capacity, oldest >= 0 { remove(oldest) }
        return (waiters, answer)
    }

    private mutating func insert(_ name: String, waiter: Waiter) {
        let entry = Entry(name: name, state: .lookingUp([waiter]))
        if let free = freeEntries.popLast() {
            entries[free] = entry
            indices[name] = free
        } else {
            entries.append(entry)
            indices[name] = entries.count - 1
        }
    }

    private mutating func remove(_ index: Int) {
        unlink(index)
        indices[entries[index].name] = nil
        entries[index] = Entry(name: "", state: .lookingUp([]))
        freeEntries.append(index)
    }

    private mutating func linkAsNewest(_ index: Int) {
        entries[index].newer = -1
        entries[index].older = newest
        if newest >= 0 { entries[newest].newer = index } else { oldest = index }
        newest = index
    }

    private mutating func unlink(_ index: Int) {
        let (newer, older) = (entries[index].newer, entries[index].older)
        if newer >= 0 { entries[newer].older = older } else { newest = older }
        if older >= 0 { entries[older].newer = newer } else { oldest = newer }
    }
}
