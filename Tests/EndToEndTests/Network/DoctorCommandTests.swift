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

    @Test("A server that is not an address is a wrong command")
    func mistake() throws {
        let run = try ToolRun(["doctor", "--dns-servers", "dns.example"])
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("error: --dns-servers \"dns.example\" is not the address"), "\(run.errors)")
    }

    @Test("--self-test reads and writes every format of images, and needs no network")
    func selfTest() throws {
        let run = try ToolRun(["doctor", "--self-test"])
        #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
        for format in ["jpeg", "png", "webp", "gif", "tiff", "bmp", "ico", "avif", "heic", "jp2", "jxl", "svg"] {
            let line = run.output.split(separator: "\n").first { $0.hasPrefix("read \(format) ") }
            #expect(line?.hasSuffix(" ok      works") == true, "\(run.output)")
        }
        let both = try ToolRun(["doctor", "--self-test", "--url", "https://example.com/"])
        #expect(both.exitCode == 2 && both.errors.contains("--self-test needs no network"), "\(both.errors)")
    }

    @Test("--self-test names the file of certificate authorities that SSL_CERT_FILE names, and says that it is missing")
    func authorities() throws {
        let run = try ToolRun(["doctor", "--self-test"], environment: ["SSL_CERT_FILE": "/nowhere/ca.pem"])
        #expect(run.exitCode == 1)
        #expect(run.output.contains("no certificate authority is in /nowhere/ca.pem"), "\(run.output)")
    }
}
