// Hosts in trouble, as a run's metadata tells of them.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Hosts in trouble")
struct HostTroubleTests {
    @Test("Images that fail once are had without asking for retries")
    func flaky() throws {
        let list = try SampleList(rows: 20, imagesOnly: true, faults: "status=503&first=1")
        let arguments = list.arguments(["--retries", "2"]).filter { !["--retries", "2"].contains($0) }
        let run = try ToolRun(arguments)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try list.dataset().rows.allSatisfy { $0.status == "success" })
    }

    @Test("A dead host's rows tell that it was given up, and why; every other row has its image")
    func dead() throws {
        let list = try SampleList(rows: 20, imagesOnly: true)
        var text = try String(contentsOfFile: list.path, encoding: .utf8)
        for number in 0..<200 { text += "http://127.0.0.1:1/\(number).jpg,nobody\n" }
        try text.write(toFile: list.path, atomically: true, encoding: .utf8)
        let run = try ToolRun(list.arguments(samplesPerShard: 300))
        #expect(run.exitCode == 0, "\(run.errors)")
        let rows = try list.dataset().rows
        #expect(rows.prefix(20).allSatisfy { $0.status == "success" })
        let reason = "<urlopen error [Errno 111] Connection refused>"
        let words = Set(rows.suffix(200).compactMap(\.error))
        #expect(words == [reason, "The host was given up for a while: " + reason])
        #expect(run.errors.contains("host given up"), "\(run.errors)")
    }
}
