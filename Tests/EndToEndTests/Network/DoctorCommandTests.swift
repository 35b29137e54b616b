// The doctor as a command.

import SampleNames
import TestSupport
import Testing

@Suite("img2shards doctor")
struct DoctorCommandTests {
    @Test("It prints a table, names the server that is useless, and ends with 1")
    func table() throws {
        let names = try SampleNameServer()
        let run = try ToolRun(["doctor", "--dns-servers", names.place])
        #expect(run.exitCode == 1)
        #expect(run.output.contains("resolver      change  \(names.place) answers, but for none"), "\(run.output)")
        #expect(run.output.contains("open files") && run.output.contains("a change\n"), "\(run.output)")
        #expect(run.errors.isEmpty, "\(run.errors)")
    }

    @Test("A server that is none is a wrong command")
    func mistake() throws {
        let run = try ToolRun(["doctor", "--dns-servers", "dns.example"])
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("error: --dns-servers \"dns.example\" is not the address"), "\(run.errors)")
    }
}
