// Which reply the rules give, without a socket.

import Testing

@testable import SampleNames

@Suite("Rules of names")
struct NameScriptTests {
    /// A query for `name` as clients send it.
    private func query(_ name: String, _ type: RecordType = .a) throws -> NameQuery {
        var bytes: [UInt8] = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        for label in name.split(separator: ".") { bytes += [UInt8(label.utf8.count)] + label.utf8 }
        bytes += [0, 0, UInt8(type.rawValue), 0, 1]
        return try #require(NameQuery(bytes))
    }

    private func reply(
        _ rules: [String], _ name: String, _ type: RecordType = .a, number: Int = 0, isTCP: Bool = false
    ) throws -> ReplyPlan? {
        ReplyPlan(try query(name, type), script: try NameScript(rules), seed: 1, number: number, isTCP: isTCP)
    }

    /// Records in the answer, and the reply's code.
    private func shape(_ plan: ReplyPlan?) -> [Int] { plan.map { [Int($0.bytes[7]), Int($0.bytes[3] & 0x0F)] } ?? [] }

    @Test("The first rule that fits counts; a name without a rule does not exist")
    func order() throws {
        let rules = ["a.test=127.0.0.2", "*.test=nodata", "b.test=127.0.0.3"]
        #expect(shape(try reply(rules, "A.test")) == [1, 0])
        #expect(try reply(rules, "a.test")?.bytes.suffix(4) == [127, 0, 0, 2])
        #expect(shape(try reply(rules, "b.test")) == [0, 0])
        #expect(shape(try reply(rules, "elsewhere")) == [0, 3])
    }

    @Test("Each type of query gets the addresses of its family")
    func families() throws {
        let rules = ["*=127.0.0.1,127.0.0.2,::1"]
        #expect(shape(try reply(rules, "x", .a)) == [2, 0])
        #expect(shape(try reply(rules, "x", .aaaa)) == [1, 0])
    }

    @Test("An alias comes with what it leads to, and a circle of aliases ends")
    func aliases() throws {
        #expect(shape(try reply(["a=cname=b", "b=127.0.0.1"], "a")) == [2, 0])
        #expect(shape(try reply(["a=cname=b", "b=cname=a"], "a")) == [8, 0])
    }

    @Test("Loss takes its share of the queries, and the same query meets the same fate in each run")
    func loss() throws {
        let rules = ["*=127.0.0.1,loss=0.2"]
        let lost = try (0..<1000).filter { try reply(rules, "name\($0)") == nil }
        #expect((150...250).contains(lost.count))
        #expect(try lost == (0..<1000).filter { try reply(rules, "name\($0)") == nil })
        #expect(try lost.contains { try reply(rules, "name\($0)", number: 1) != nil })
    }

    @Test("A share of unknown names, addresses of one's own, delays: each is the name's for good")
    func stable() throws {
        let rules = ["*=spread,unknown=0.1,delay=5-40"]
        let unknown = try (0..<1000).filter { shape(try reply(rules, "name\($0)")) == [0, 3] }
        #expect((60...140).contains(unknown.count))
        let first = try #require(try reply(rules, "one.test"))
        let second = try #require(try reply(rules, "one.test", number: 5))
        #expect(first.bytes == second.bytes && first.delayMilliseconds == second.delayMilliseconds)
        #expect((5...40).contains(first.delayMilliseconds))
    }

    @Test("A cut reply, or one too long for UDP, is whole over TCP")
    func cut() throws {
        #expect(try reply(["*=127.0.0.1,cut"], "x")?.bytes[2] == 0x83)
        #expect(shape(try reply(["*=127.0.0.1,cut"], "x", isTCP: true)) == [1, 0])
        let many = "*=" + (1...40).map { "127.0.0.\($0)" }.joined(separator: ",")
        #expect(try reply([many], "x")?.bytes[2] == 0x83)
        #expect(shape(try reply([many], "x", isTCP: true)) == [40, 0])
    }

    @Test("Only the first queries of a name meet the fault")
    func first() throws {
        let rules = ["*=127.0.0.1,silence,first=2"]
        #expect(try [0, 1, 2].map { try reply(rules, "x", number: $0) == nil } == [true, true, false])
    }

    @Test(
        "What is no rule is reported",
        arguments: ["test", "=1.2.3.4", "*=nonsense", "*=loss=2", "*=delay=9-3", "a=cname="])
    func mistakes(_ rule: String) {
        #expect(throws: SampleNamesError.self) { try NameScript([rule]) }
    }
}
