// When to come back to which connection: a binary heap.

/// Moments with what they are for, the earliest first.
struct TimerQueue {
    /// A moment set for a connection.
    struct Entry {
        /// In nanoseconds of the server's clock.
        var deadline: UInt64
        /// The socket and its generation, as epoll returns them.
        var token: UInt64
        /// The connection's count of timers when this one was set; an older one is void.
        var serial: UInt32
    }

    private var entries: [Entry] = []

    /// The earliest moment.
    var nextDeadline: UInt64? { entries.first?.deadline }
    /// Moments set, void ones included.
    var count: Int { entries.count }

    /// Adds a moment.
    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var index = entries.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard entries[index].deadline < entries[parent].deadline else { break }
            entries.swapAt(index, parent)
            index = parent
        }
    }

    /// Takes the earliest moment when it is due.
    mutating func popDue(now: UInt64) -> Entry? {
        guard let first = entries.first, first.deadline <= now else { return nil }
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var index = 0
        while true {
            var smallest = index
            for child in [index * 2 + 1, index * 2 + 2] where child < entries.count {
                if entries[child].deadline < entries[smallest].deadline { smallest = child }
            }
            guard smallest != index else { break }
            entries.swapAt(index, smallest)
            index = smallest
        }
        return first
    }
}
