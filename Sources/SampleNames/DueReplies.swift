// Replies that wait for their time.

/// A binary heap by time, earliest first; equal times in any order.
struct DueReplies {
    /// Where a reply goes.
    enum Place {
        /// A socket address, as it came.
        case datagram([UInt8])
        /// A TCP connection, by its number.
        case connection(Int)
    }

    struct Reply {
        let dueNanoseconds: Int64
        let place: Place
        let bytes: [UInt8]
    }

    private var heap: [Reply] = []

    var count: Int { heap.count }
    var firstDue: Int64? { heap.first?.dueNanoseconds }

    mutating func add(_ reply: Reply) {
        heap.append(reply)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].dueNanoseconds < heap[parent].dueNanoseconds else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// The next reply whose time has come.
    mutating func next(now: Int64) -> Reply? {
        guard let first = heap.first, first.dueNanoseconds <= now, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].dueNanoseconds < heap[least].dueNanoseconds { least = child }
            }
            guard least != parent else { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
