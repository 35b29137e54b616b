// What is to come back at its time.

/// A heap of elements by the time they are due, on whatever clock; elements of one time come in any order.
///
/// Public, not `package`: only then are its loops specialised for the elements of other targets.
public struct DueQueue<Time: Comparable, Element> {
    @usableFromInline
    var heap: [(due: Time, element: Element)] = []

    /// An empty queue.
    @inlinable
    public init() {}

    /// Elements that wait.
    @inlinable
    public var count: Int { heap.count }

    /// When the first element is due.
    @inlinable
    public var firstDue: Time? { heap.first?.due }

    /// Puts an element in.
    @inlinable
    public mutating func add(_ element: Element, due: Time) {
        heap.append((due, element))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].due < heap[parent].due else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the first element, if it is due.
    @inlinable
    public mutating func next(now: Time) -> Element? {
        guard let first = heap.first, first.due <= now else { return nil }
        let last = heap.count - 1
        heap.swapAt(0, last)
        let element = heap.removeLast().element
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { break }
            let right = left + 1
            let child = right < heap.count && heap[right].due < heap[left].due ? right : left
            guard heap[child].due < heap[parent].due else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return element
    }
}
