// What was learnt about the ways servers speak HTTP.

/// Servers, as `host:port`, that break a rule of HTTP that others keep, remembered for the whole run.
struct ProtocolMemory {
    /// Servers remembered for each rule. When there are more, all are forgotten and learnt again.
    static let capacity = 65_536

    private var talkative: Set<String> = []

    /// Whether a server has sent what nobody had asked for: none of its connections is used twice.
    func sendsUnasked(_ peer: String) -> Bool { !talkative.isEmpty && talkative.contains(peer) }

    /// Whether any server is known by `sendsUnasked`.
    var knowsTalkative: Bool { !talkative.isEmpty }

    mutating func noteUnasked(_ peer: String) { Self.add(peer, to: &talkative) }

    private static func add(_ peer: String, to set: inout Set<String>) {
        if set.count >= capacity { set.removeAll(keepingCapacity: true) }
        set.insert(peer)
    }
}
