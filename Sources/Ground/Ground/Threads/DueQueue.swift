// What is to come back at its time.

public import HeapModule

/// Elements by the time they are due, on whatever clock; elements of one time come in any order.
///
/// Public, not `package`: only then are its loops specialised for the elements of other targets. On swift-collections'
/// min-max heap: as fast as a binary heap of our own for numbers, and twice as fast for references, which it moves
/// without counting them.
public struct DueQueue<Time: Comparable, Element> {
    @usableFromInline
    struct Entry: Comparable {
        @usableFromInline
        let due: Time
        @usableFromInline
        let element: Element

        @inlinable
        init(due: Time, element: Element) {
            self.due = due
            self.element = element
        }

        @inlinable
        static func < (left: Entry, right: Entry) -> Bool { left.due < right.due }

        @inlinable
        static func == (left: Entry, right: Entry) -> Bool { left.due == right.due }
    }

    @usableFromInline
    var heap = Heap<Entry>()

    /// An empty queue.
    @inlinable
    public init() {}

    /// Elements that wait.
    @inlinable
    public var count: Int { heap.count }

    /// When the first element is due.
    @inlinable
    public var firstDue: Time? { heap.min?.due }

    /// Puts an element in.
    @inlinable
    public mutating func add(_ element: Element, due: Time) { heap.insert(Entry(due: due, element: element)) }

    /// Takes the first element, if it is due.
    @inlinable
    public mutating func next(now: Time) -> Element? {
        guard let first = heap.min, first.due <= now else { return nil }
        return heap.removeMin().element
    }
}
