// Elements in many lines, without an allocation for each.

/// Links elements to lines: whoever has a line knows its first and last node. Adding and removing take constant time.
struct LinePool<Element> {
    private struct Node {
        var element: Element?
        var next: Int32
    }

    private var nodes: ContiguousArray<Node> = []
    /// First of the nodes without an element, linked; negative where there is none.
    private var free: Int32 = -1

    /// The node behind another in its line; negative at its end.
    subscript(next node: Int32) -> Int32 {
        get { nodes[Int(node)].next }
        set { nodes[Int(node)].next = newValue }
    }

    /// A node with `element`, at the end of a line.
    mutating func add(_ element: Element) -> Int32 {
        guard free >= 0 else {
            nodes.append(Node(element: element, next: -1))
            return Int32(nodes.count - 1)
        }
        let node = free
        free = nodes[Int(node)].next
        nodes[Int(node)] = Node(element: element, next: -1)
        return node
    }

    /// Takes the element out of a node that stands in no line any more.
    mutating func remove(_ node: Int32) -> Element? {
        let element = nodes[Int(node)].element
        nodes[Int(node)] = Node(element: nil, next: free)
        free = node
        return element
    }

    /// Mixes a line of `count` nodes, at least one.
    ///
    /// - Returns: its first and last node now.
    mutating func shuffle(
        from first: Int32, count: Int, using chance: inout some RandomNumberGenerator
    ) -> (first: Int32, last: Int32) {
        var line: [Int32] = []
        line.reserveCapacity(count)
        var node = first
        while node >= 0 {
            line.append(node)
            node = self[next: node]
        }
        line.shuffle(using: &chance)
        for place in 1..<line.count { self[next: line[place - 1]] = line[place] }
        self[next: line[line.count - 1]] = -1
        return (line[0], line[line.count - 1])
    }
}
