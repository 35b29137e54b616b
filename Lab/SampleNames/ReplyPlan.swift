// From a query and the rules to the bytes of a reply.

/// What to send, and when.
struct ReplyPlan: Sendable {
    /// Without TCP's length.
    let bytes: [UInt8]
    let delayMilliseconds: Int

    /// The reply to a query; nil when there is none.
    ///
    /// - Parameter number: how many queries of this name and type came before.
    init?(_ query: NameQuery, script: NameScript, seed: UInt64, number: Int, isTCP: Bool) {
        let first = script.answer(for: query.name)
        let meetsFaults = first.firstQueries.map { number < $0 } ?? true
        let chance = StableChance.share(seed: seed, name: query.name, UInt64(number) << 16 | UInt64(query.type))
        if meetsFaults, !isTCP, chance < first.lossShare { return nil }
        var records: [[UInt8]] = []
        var name = query.name
        var code: UInt8 = 0
        // An alias may lead to another; more than a few are a circle.
        for _ in 0..<8 {
            let answer = script.answer(for: name)
            let draw = StableChance.share(seed: seed, name: name, UInt64.max)
            var kind = draw < answer.unknownShare ? .unknownName : answer.kind
            if !meetsFaults { kind = .addresses }
            switch kind {
            case .silence: return nil
            case .unknownName: code = 3
            case .serverFailure: code = 2
            case .refused: code = 5
            case .noRecords: break
            case .alias(let next):
                records.append(Self.record(name, type: RecordType.cname.rawValue, answer, data: Self.encoded(next)))
                name = next
                continue
            case .addresses:
                var addresses = answer.addresses
                if answer.spreads { addresses.append(Self.spread(name, seed: seed)) }
                let length = query.type == RecordType.a.rawValue ? 4 : query.type == RecordType.aaaa.rawValue ? 16 : 0
                for address in addresses where address.count == length {
                    records.append(Self.record(name, type: query.type, answer, data: address))
                }
            }
            break
        }
        delayMilliseconds = Self.delay(first, query.name, seed: seed)
        let whole = Self.message(query, code: code, records: records, isCut: false)
        let isCut = !isTCP && (meetsFaults && first.isCut || whole.count > query.maximumBytes)
        bytes = isCut ? Self.message(query, code: code, records: [], isCut: true) : whole
    }

    private static func delay(_ answer: ScriptedAnswer, _ name: String, seed: UInt64) -> Int {
        let range = answer.delayMilliseconds
        return range.lowerBound + Int(StableChance.number(seed: seed, name: name, 1) % UInt64(range.count))
    }

    /// An address of 127.0.0.0/8, neither its first nor its last.
    private static func spread(_ name: String, seed: UInt64) -> [UInt8] {
        let number = 1 + StableChance.number(seed: seed, name: name, 2) % 0xFF_FFFE
        return [127, UInt8(number >> 16 & 0xFF), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)]
    }

    private static func message(_ query: NameQuery, code: UInt8, records: [[UInt8]], isCut: Bool) -> [UInt8] {
        var message: [UInt8] = [UInt8(query.id >> 8), UInt8(query.id & 0xFF)]
        // A response, recursion desired and available.
        message += [0x81 | (isCut ? 0x02 : 0), 0x80 | code]
        message += [0, 1, UInt8(records.count >> 8), UInt8(records.count & 0xFF), 0, 0, 0, 0]
        message += query.question
        for record in records { message += record }
        return message
    }

    private static func record(_ name: String, type: UInt16, _ answer: ScriptedAnswer, data: [UInt8]) -> [UInt8] {
        var record = encoded(name)
        record += [UInt8(type >> 8), UInt8(type & 0xFF), 0, 1]
        record += withUnsafeBytes(of: answer.lifetimeSeconds.bigEndian) { Array($0) }
        return record + [UInt8(data.count >> 8), UInt8(data.count & 0xFF)] + data
    }

    private static func encoded(_ name: String) -> [UInt8] {
        name.split(separator: ".").flatMap { [UInt8(min($0.utf8.count, 63))] + $0.utf8.prefix(63) } + [0]
    }
}
