// The doctor on real sockets.

import SampleNames
import Testing

@testable import Commands

@Suite("The doctor")
struct DiagnosisTests {
    private func resolverFindings(_ servers: [SampleNameServer]) throws -> [Finding] {
        try Diagnosis(dnsServers: servers.map(\.place), url: nil).run { _ in }.filter { $0.about == "resolver" }
    }

    @Test("A sound name server is ok, one that knows nothing is not, and each has its line")
    func servers() throws {
        let sound = try SampleNameServer("*.invalid=nxdomain", "*=127.0.0.1")
        let empty = try SampleNameServer()
        let findings = try resolverFindings([sound, empty])
        #expect(findings.map(\.verdict) == [.ok, .change], "\(findings)")
        #expect(sound.queries == 10 + 2 * (32 + 128 + 512))
    }

    @Test("A name server that drops queries when there are many is found out")
    func drops() throws {
        var options = SampleNamesOptions()
        options.rules = ["*=127.0.0.1,delay=5"]
        options.maximumAtOnce = 60
        let finding = try #require(try resolverFindings([SampleNameServer(options)]).first)
        #expect(finding.verdict == .change && finding.text.contains("32 at once are fine"), "\(finding)")
    }

    @Test("Machine, clock and certificates have a line each; a wrong server is a mistake")
    func others() throws {
        let names = try SampleNameServer("*=127.0.0.1")
        let about = try Diagnosis(dnsServers: [names.place], url: nil).run { _ in }.map(\.about)
        #expect(
            about == ["cores", "memory", "open files", "ports", "clock", "certificates", "resolver", "line"])
        #expect(throws: Diagnosis.Mistake.self) { _ = try Diagnosis(dnsServers: ["x"], url: nil) }
    }
}
