// What was asked.

internal import Synchronization

/// Counts of queries; written by the server's thread, read by any.
final class QueryLog: Sendable {
    private struct Key: Hashable {
        let name: String
        let type: UInt16
    }

    private struct Counts {
        var byName: [Key: Int] = [:]
        var total = 0
        var overTCP = 0
        var unanswered = 0
        var mostAtOnce = 0
    }

    /// Different names counted; a longer list is the work of a mistake.
    private static let maximumNames = 2_000_000

    private let counts = Mutex(Counts())

    /// Notes a query.
    ///
    /// - Returns: how many of this name and type came before.
    func add(_ query: NameQuery, isTCP: Bool) -> Int {
        counts.withLock { counts in
            counts.total += 1
            if isTCP { counts.overTCP += 1 }
            let key = Key(name: query.name, type: query.type)
            let before = counts.byName[key] ?? 0
            if before > 0 || counts.byName.count < Self.maximumNames { counts.byName[key] = before + 1 }
            return before
        }
    }

    func leftUnanswered() { counts.withLock { $0.unanswered += 1 } }
    func waiting(_ count: Int) { counts.withLock { $0.mostAtOnce = max($0.mostAtOnce, count) } }

    var total: Int { counts.withLock { $0.total } }
    var overTCP: Int { counts.withLock { $0.overTCP } }
    var unanswered: Int { counts.withLock { $0.unanswered } }
    var mostAtOnce: Int { counts.withLock { $0.mostAtOnce } }

    func count(of name: String, type: UInt16?) -> Int {
        counts.withLock { counts in
            if let type { return counts.byName[Key(name: name, type: type)] ?? 0 }
            return [RecordType.a, .aaaa].reduce(0) { $0 + (counts.byName[Key(name: name, type: $1.rawValue)] ?? 0) }
        }
    }
}
