// What was learnt about the ways servers speak HTTP.

/// Servers, as `host:port`, that break a rule of HTTP that others keep, remembered for the whole run.
struct ProtocolMemory {
    /// Servers remembered for each rule. When there are more, all are forgotten and learnt again.
    static let capacity = 65_536

    private var talkative: Set<String> = []
    private var fluent: Set<String> = []
    private var withoutHTTP2: Set<String> = []
    private var answerTimes: [String: AnswerTimes] = [:]

    /// Whether a server has sent what nobody had asked for: none of its connections is used twice.
    func sendsUnasked(_ peer: String) -> Bool { !talkative.isEmpty && talkative.contains(peer) }

    /// Whether any server is known by `sendsUnasked`.
    var knowsTalkative: Bool { !talkative.isEmpty }

    mutating func noteUnasked(_ peer: String) { Self.add(peer, to: &talkative) }

    /// A server has answered over HTTP/2.
    mutating func noteHTTP2(_ peer: String) {
        if !fluent.contains(peer) { Self.add(peer, to: &fluent) }
    }

    /// A server that gave no answer over HTTP/2 has given one over HTTP/1.1.
    mutating func noteWithoutHTTP2(_ peer: String) {
        if !fluent.contains(peer) { Self.add(peer, to: &withoutHTTP2) }
    }

    /// Whether a server offers HTTP/2 and answers over HTTP/1.1 alone.
    func isWithoutHTTP2(_ peer: @autoclosure () -> String) -> Bool {
        !withoutHTTP2.isEmpty && withoutHTTP2.contains(peer())
    }

    /// What to do when HTTP/2 gave no answer to a request for the `failures`th time.
    func wayOn(_ peer: String, failures: Int) -> WayOn {
        // One that has answered closes a connection now and then, with GOAWAY or without.
        if fluent.contains(peer), failures < 3 { return .again }
        return failures < 4 ? .overHTTP1 : .giveUp
    }

    enum WayOn { case again, overHTTP1, giveUp }

    /// How long a server's answers take, to be kept by its connections.
    mutating func answerTimes(of peer: String) -> AnswerTimes {
        if let known = answerTimes[peer] { return known }
        if answerTimes.count >= Self.capacity { answerTimes.removeAll(keepingCapacity: true) }
        let times = AnswerTimes()
        answerTimes[peer] = times
        return times
    }

    private static func add(_ peer: String, to set: inout Set<String>) {
        if set.count >= capacity { set.removeAll(keepingCapacity: true) }
        set.insert(peer)
    }
}
