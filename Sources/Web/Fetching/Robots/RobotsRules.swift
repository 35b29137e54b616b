// What a robots.txt lets us fetch: RFC 9309's groups and rules.

internal import Glibc
internal import URLs

/// The rules of one robots.txt that are meant for us. A plain value.
///
/// The groups that name one of our product tokens count together; where none does, those of `*`. The rule with the
/// longest path that matches decides, and of two as long the one that allows.
struct RobotsRules: Sendable {
    /// What of a robots.txt is read, in bytes. RFC 9309 asks for at least 500 KiB.
    static let maximumBytes = 512 << 10
    /// Rules kept; further ones are left out.
    static let maximumRules = 5_000
    /// Rules with a star that are kept: each URL is held against all of them, where the others are found by halving.
    static let maximumStarRules = 250
    /// Longest path of a rule, in bytes; longer ones are left out.
    static let maximumPathBytes = 2_048

    private struct Rule {
        let start: Int32
        let count: Int32
        let allows: Bool
        /// Whether the path must end where the rule's does.
        let isAnchored: Bool
    }

    /// Those without a star, in the order of their paths, each with the longest other that its path begins with.
    private var plain: [Rule] = []
    private var shorter: [Int32] = []
    /// Those that must match to the end, by their paths.
    private var whole: [[UInt8]: Bool] = [:]
    /// Those with a star, longest first, and of two as long the one that allows.
    private var starred: [Rule] = []
    /// The rules' paths one after the other, as C strings: `*` is a zero, and a zero follows each.
    private var paths: [UInt8] = []

    /// Reads the first `maximumBytes` of a robots.txt.
    ///
    /// - Parameter tokens: our product tokens, in lower case.
    init(_ text: UnsafeRawBufferPointer, tokens: Set<String>) {
        var forAll = RobotsRules()
        var isNamed = false
        var (readsAgents, concernsUs, concernsAll) = (false, false, false)
        var content = text.prefix(Self.maximumBytes)
        if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
        for line in content.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard let (key, value) = Self.keyAndValue(line) else { continue }
            switch key {
            case "user-agent":
                if !readsAgents { (concernsUs, concernsAll) = (false, false) }
                readsAgents = true
                if value.first == UInt8(ascii: "*") { concernsAll = true }
                let agent = String(decoding: value.prefix { Self.tokenBytes.contains($0) }, as: UTF8.self)
                if tokens.contains(agent.lowercased()) { (concernsUs, isNamed) = (true, true) }
            case "allow", "disallow":
                readsAgents = false
                if concernsUs { add(value, allows: key == "allow") }
                if concernsAll { forAll.add(value, allows: key == "allow") }
            default: break
            }
        }
        if !isNamed { self = forAll }
        order()
    }

    private init() {}

    /// Memory of the rules, in bytes.
    var sizeBytes: Int {
        let rules = (plain.count + starred.count) * MemoryLayout<Rule>.stride + shorter.count * 4
        return paths.count + rules + whole.reduce(0) { $0 + $1.key.count + 48 } + 64
    }

    /// Whether a URL may be fetched.
    ///
    /// - Parameter path: path and query as they are asked for, beginning with a slash.
    func allows(_ path: Substring) -> Bool {
        guard !(plain.isEmpty && whole.isEmpty && starred.isEmpty), path != "/robots.txt" else { return true }
        let normalised = Self.normalised(path.utf8, isRule: false)
        var best = longestPlain(normalised)
        if let allows = whole[normalised], normalised.count > best.count || allows {
            best = (normalised.count, allows)
        }
        guard let longest = starred.first, longest.count >= best.count else { return best.allows }
        return (normalised + [0]).withUnsafeBytes { bytes in
            let path = UnsafeRawBufferPointer(rebasing: bytes.dropLast())
            return paths.withUnsafeBytes { paths in
                for rule in starred {
                    guard rule.count > best.count || rule.count == best.count && rule.allows else { break }
                    let pattern = UnsafeRawBufferPointer(
                        rebasing: paths[Int(rule.start)..<Int(rule.start + rule.count)])
                    if Self.matches(path, pattern, isAnchored: rule.isAnchored) { return rule.allows }
                }
                return best.allows
            }
        }
    }

    /// The longest rule without a star that `path` begins with; of length -1 when there is none.
    private func longestPlain(_ path: [UInt8]) -> (count: Int, allows: Bool) {
        var (low, high) = (0, plain.count)
        while low < high {
            let middle = (low + high) / 2
            if bytes(of: plain[middle]).lexicographicallyPrecedes(path) || bytes(of: plain[middle]).elementsEqual(path)
            {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low > 0 else { return (-1, true) }
        // What the last one before it has in common with the path, all that the path begins with has, too.
        let common = zip(bytes(of: plain[low - 1]), path).prefix { $0 == $1 }.count
        var place = Int32(low - 1)
        while place >= 0, plain[Int(place)].count > common { place = shorter[Int(place)] }
        return place < 0 ? (-1, true) : (Int(plain[Int(place)].count), plain[Int(place)].allows)
    }

    private func bytes(of rule: Rule) -> ArraySlice<UInt8> { paths[Int(rule.start)..<Int(rule.start + rule.count)] }

    // MARK: - Reading

    private static let tokenBytes = ByteSet("-_.", and: 0x30...0x39, 0x41...0x5A, 0x61...0x7A)

    private static func keyAndValue(
        _ line: Slice<UnsafeRawBufferPointer>
    ) -> (key: String, value: Slice<UnsafeRawBufferPointer>)? {
        let line = line.prefix { $0 != UInt8(ascii: "#") }
        guard let colon = line.prefix(64).firstIndex(of: UInt8(ascii: ":")) else { return nil }
        return (String(decoding: trimmed(line[..<colon]), as: UTF8.self).lowercased(), trimmed(line[(colon + 1)...]))
    }

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        var rest = bytes.drop { $0 <= 0x20 }
        while let last = rest.last, last <= 0x20 { rest = rest.dropLast() }
        return rest
    }

    /// An empty path is no rule: `Disallow:` allows everything.
    private mutating func add(_ path: Slice<UnsafeRawBufferPointer>, allows: Bool) {
        guard !path.isEmpty, path.count <= Self.maximumPathBytes,
            plain.count + whole.count + starred.count < Self.maximumRules
        else { return }
        let isAnchored = path.last == UInt8(ascii: "$")
        let pattern = Self.normalised(isAnchored ? path.dropLast() : path, isRule: true)
        let hasStar = pattern.contains(0)
        if isAnchored, !hasStar {
            whole[pattern] = allows || whole[pattern] == true
            return
        }
        let rule = Rule(
            start: Int32(paths.count), count: Int32(pattern.count), allows: allows, isAnchored: isAnchored)
        if !hasStar {
            plain.append(rule)
        } else if starred.count < Self.maximumStarRules {
            starred.append(rule)
        } else {
            return
        }
        paths += pattern + [0]
    }

    /// Brings the rules into the order in which they are looked for.
    private mutating func order() {
        starred.sort { $0.count != $1.count ? $0.count > $1.count : $0.allows && !$1.allows }
        var sorted: [Rule] = []
        // Of two with the same path the one that allows counts, and comes first.
        for rule in plain.sorted(by: { precedes($0, $1) }) {
            guard let last = sorted.last, bytes(of: last).elementsEqual(bytes(of: rule)) else {
                sorted.append(rule)
                continue
            }
        }
        plain = sorted
        shorter = []
        // Those whose paths the present one begins with, the longest last.
        var open: [Int32] = []
        for place in plain.indices {
            let path = bytes(of: plain[place])
            while let last = open.last, !path.starts(with: bytes(of: plain[Int(last)])) { open.removeLast() }
            shorter.append(open.last ?? -1)
            open.append(Int32(place))
        }
    }

    private func precedes(_ left: Rule, _ right: Rule) -> Bool {
        if bytes(of: left).lexicographicallyPrecedes(bytes(of: right)) { return true }
        return left.allows && !right.allows && bytes(of: left).elementsEqual(bytes(of: right))
    }

    /// One spelling for paths and rules: escapes decoded, but for the bytes that mean something, which are escaped
    /// where they do not. In a rule `*` means something, and becomes a zero.
    private static func normalised(_ bytes: some Sequence<UInt8>, isRule: Bool) -> [UInt8] {
        var result: [UInt8] = []
        var rest = Array(bytes)[...]
        result.reserveCapacity(rest.count)
        while let byte = rest.popFirst() {
            var literal = byte
            var wasEscape = false
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                rest.prefix(2).allSatisfy({ ByteSet.hexDigits.contains($0) }),
                let decoded = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                rest = rest.dropFirst(2)
                (literal, wasEscape) = (decoded, true)
            }
            if isRule, !wasEscape, literal == UInt8(ascii: "*") {
                result.append(0)
            } else if wasEscape ? keptEscapes.contains(literal) : meaningful.contains(literal) {
                PercentEncoding.append([literal], encoding: keptEscapes, to: &result)
            } else {
                result.append(literal)
            }
        }
        return result
    }

    private static let meaningful = ByteSet("*$\0")
    private static let keptEscapes = ByteSet("/?#%*$\0")

    // MARK: - Matching

    /// Whether `path`, with a zero behind it, begins as `pattern` says, a zero being any bytes; with `isAnchored`, it must end there too.
    ///
    /// The pieces are found leftmost, by glibc's `strstr`, whose time grows with the path and not with its square.
    private static func matches(
        _ path: UnsafeRawBufferPointer, _ pattern: UnsafeRawBufferPointer, isAnchored: Bool
    ) -> Bool {
        let star: UInt8 = 0
        let head = pattern.prefix { $0 != star }
        guard path.starts(with: head) else { return false }
        guard head.count < pattern.count else { return !isAnchored || path.count == head.count }
        let tail = isAnchored ? pattern.suffix(from: (pattern.lastIndex(of: star) ?? 0) + 1) : pattern.suffix(0)
        guard head.count + tail.count <= path.count, path.suffix(tail.count).elementsEqual(tail) else { return false }
        var position = head.count
        let end = path.count - tail.count
        let middle = pattern[head.count..<(pattern.count - tail.count)]
        for piece in middle.split(separator: star) {
            guard let base = path.baseAddress, let pieceBase = UnsafeRawBufferPointer(rebasing: piece).baseAddress,
                let found = strstr(
                    (base + position).assumingMemoryBound(to: CChar.self),
                    pieceBase.assumingMemoryBound(to: CChar.self))
            else { return false }
            position = UnsafeRawPointer(found) - base + piece.count
            if position > end { return false }
        }
        return true
    }
}
