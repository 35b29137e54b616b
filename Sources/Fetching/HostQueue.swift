// Which waiting request may start next.

/// Requests waiting per host, admitted in turn over the hosts, at most `limit` in flight for each.
///
/// Every operation takes constant time: requests are linked through one pool of nodes, hosts that may start
/// something stand in one ring, and a host without requests is forgotten.
struct HostQueue<Element> {
    /// A host while it is known; valid until its last element has finished.
    typealias HostIndex = Int32

    private struct Node {
        var element: Element?
        var next: Int32
    }

    private struct Host {
        var key: String
        var first: Int32 = -1
        var last: Int32 = -1
        var inFlight: Int32 = 0
        var nextReady: Int32 = -1
        var isReady = false
    }

    private let limit: Int32
    private var nodes: ContiguousArray<Node> = []
    private var freeNode: Int32 = -1
    private var hosts: ContiguousArray<Host> = []
    private var freeHosts: [Int32] = []
    private var indices: [String: Int32] = [:]
    private var firstReady: Int32 = -1
    private var lastReady: Int32 = -1

    /// Elements that wait.
    private(set) var waiting = 0

    /// - Parameter limit: elements of one host in flight at once, at least 1.
    init(limit: Int) {
        self.limit = Int32(clamping: max(1, limit))
    }

    /// Hosts with anything waiting or in flight.
    var knownHosts: Int { indices.count }

    /// Adds an element behind the others of its host, or before them when it goes on with work begun.
    mutating func add(_ element: Element, host key: String, first: Bool = false) {
        let host = intern(key)
        let node = takeNode(element)
        let slot = Int(host)
        if hosts[slot].first < 0 {
            hosts[slot].first = node
            hosts[slot].last = node
        } else if first {
            nodes[Int(node)].next = hosts[slot].first
            hosts[slot].first = node
        } else {
            nodes[Int(hosts[slot].last)].next = node
            hosts[slot].last = node
        }
        waiting += 1
        makeReadyIfDue(host)
    }

    /// Takes the next element that may start; its host counts it as in flight until `finished`.
    mutating func next() -> (element: Element, host: HostIndex)? {
        guard firstReady >= 0 else { return nil }
        let host = firstReady
        let slot = Int(host)
        firstReady = hosts[slot].nextReady
        if firstReady < 0 { lastReady = -1 }
        hosts[slot].isReady = false
        let node = hosts[slot].first
        hosts[slot].first = nodes[Int(node)].next
        if hosts[slot].first < 0 { hosts[slot].last = -1 }
        hosts[slot].inFlight += 1
        waiting -= 1
        makeReadyIfDue(host)
        guard let element = giveBackNode(node) else { return nil }
        return (element, host)
    }

    /// Ends one element of `host` that `next` gave out.
    mutating func finished(_ host: HostIndex) {
        let slot = Int(host)
        hosts[slot].inFlight -= 1
        if hosts[slot].inFlight == 0, hosts[slot].first < 0 {
            indices[hosts[slot].key] = nil
            hosts[slot].key = ""
            freeHosts.append(host)
        } else {
            makeReadyIfDue(host)
        }
    }

    /// Whether `next` would give something.
    var canStart: Bool { firstReady >= 0 }

    /// Elements of `host` that wait.
    func hasWaiting(_ host: HostIndex) -> Bool { hosts[Int(host)].first >= 0 }

    private mutating func intern(_ key: String) -> Int32 {
        if let known = indices[key] { return known }
        let host: Int32
        if let free = freeHosts.popLast() {
            host = free
            hosts[Int(free)] = Host(key: key)
        } else {
            host = Int32(hosts.count)
            hosts.append(Host(key: key))
        }
        indices[key] = host
        return host
    }

    private mutating func makeReadyIfDue(_ host: Int32) {
        let slot = Int(host)
        guard !hosts[slot].isReady, hosts[slot].first >= 0, hosts[slot].inFlight < limit else { return }
        hosts[slot].isReady = true
        hosts[slot].nextReady = -1
        if lastReady >= 0 { hosts[Int(lastReady)].nextReady = host } else { firstReady = host }
        lastReady = host
    }

    private mutating func takeNode(_ element: Element) -> Int32 {
        guard freeNode >= 0 else {
            nodes.append(Node(element: element, next: -1))
            return Int32(nodes.count - 1)
        }
        let node = freeNode
        freeNode = nodes[Int(node)].next
        nodes[Int(node)] = Node(element: element, next: -1)
        return node
    }

    private mutating func giveBackNode(_ node: Int32) -> Element? {
        let element = nodes[Int(node)].element
        nodes[Int(node)] = Node(element: nil, next: freeNode)
        freeNode = node
        return element
    }
}
