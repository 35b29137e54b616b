// The words in which the rules of a name server are written.

internal import Glibc

extension NameScript {
    /// The grammar for people, one line for each word.
    package static let grammar = """
        A rule is PATTERN=WORD,WORD,...; the first rule that fits a name counts, e.g.
          '*.test=127.0.0.1,delay=5-40,unknown=0.04'

          PATTERN: a name; *.test for all names below test; * for all names
          127.0.0.1, ::1     addresses of the name; several may be given
          spread             each name has its own address in 127.0.0.0/8
          cname=NAME         another name, whose rule says the rest
          nxdomain           the name does not exist (as without any rule)
          nodata             the name has no address
          servfail, refused  the server cannot, or will not, say
          silence            no answer
          ttl=60             seconds the answer may be kept
          delay=20, =5-40    milliseconds before the answer; of a range, one for each name
          loss=0.2           this share of the queries is not answered
          unknown=0.04       this share of the names does not exist
          cut                the answer fits TCP only
          first=K            only the first K queries of a name meet loss, silence and the like

        """

    /// Longest delay, in milliseconds.
    private static let longestDelay = 600_000

    /// Reads rules, each as `grammar` says.
    package init(_ rules: [String]) throws(SampleNamesError) {
        var read: [Rule] = []
        for rule in rules { read.append(try Self.rule(rule)) }
        self.rules = read
    }

    private static func rule(_ text: String) throws(SampleNamesError) -> Rule {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty else {
            throw SampleNamesError(.script, "rule \"\(text)\": write PATTERN=WORD,WORD,...")
        }
        let name = halves[0].lowercased()
        let pattern: Pattern =
            name == "*" ? .all : name.hasPrefix("*.") ? .below(String(name.dropFirst())) : .exactly(name)
        var answer = ScriptedAnswer()
        for word in halves[1].split(separator: ",") { try answer.read(word) }
        return Rule(pattern: pattern, answer: answer)
    }

    fileprivate static func share(_ value: Substring?, _ word: Substring) throws(SampleNamesError) -> Double {
        guard let value, let share = Double(value), (0...1).contains(share) else {
            throw wrong(word, "not a share from 0 to 1")
        }
        return share
    }

    fileprivate static func number(_ value: Substring?, _ word: Substring) throws(SampleNamesError) -> Int {
        guard let value, let number = Int(value), (0...Int(UInt32.max)).contains(number) else {
            throw wrong(word, "not a number")
        }
        return number
    }

    fileprivate static func delay(_ value: Substring?, _ word: Substring) throws(SampleNamesError) -> ClosedRange<Int> {
        let ends = (value ?? "").split(separator: "-", omittingEmptySubsequences: false)
        let first = try number(ends.first, word)
        let last = try number(ends.last, word)
        guard ends.count <= 2, first <= last, last <= longestDelay else {
            throw wrong(word, "write delay=20 or delay=5-40, in milliseconds")
        }
        return first...last
    }

    fileprivate static func wrong(_ word: Substring, _ why: String) -> SampleNamesError {
        SampleNamesError(.script, "\"\(word)\": \(why)")
    }
}

extension ScriptedAnswer {
    fileprivate mutating func read(_ word: Substring) throws(SampleNamesError) {
        let pieces = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = pieces.count == 2 ? pieces[1] : nil
        switch pieces[0] {
        case "spread":
            kind = .addresses
            spreads = true
        case "cname":
            guard let value, !value.isEmpty else { throw NameScript.wrong(word, "a name is missing") }
            kind = .alias(value.lowercased())
        case "nxdomain": kind = .unknownName
        case "nodata": kind = .noRecords
        case "servfail": kind = .serverFailure
        case "refused": kind = .refused
        case "silence": kind = .silence
        case "ttl": lifetimeSeconds = UInt32(try NameScript.number(value, word))
        case "delay": delayMilliseconds = try NameScript.delay(value, word)
        case "loss": lossShare = try NameScript.share(value, word)
        case "unknown": unknownShare = try NameScript.share(value, word)
        case "cut": isCut = true
        case "first": firstQueries = try NameScript.number(value, word)
        default:
            guard let address = Self.address(String(word)) else {
                throw NameScript.wrong(word, "neither an address nor a word of the rules")
            }
            addresses.append(address)
            if kind == .unknownName { kind = .addresses }
        }
    }

    private static func address(_ text: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        var six = in6_addr()
        if inet_pton(AF_INET6, text, &six) == 1 { return withUnsafeBytes(of: six) { Array($0) } }
        return nil
    }
}
