// Commands that look at a dataset while workers write it.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Looks at a dataset while workers write it", .serialized)
struct LiveViewTests {
    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }

    @Test("inspect, verify, report and status see whole shards only, and nothing that vanishes disturbs them")
    func looks() throws {
        let fixture = try WorkerFixture(rows: 600, delayMilliseconds: 60)
        let words = ["--claim", "--max-in-flight", "12"]
        let tools = try (0..<3).map { _ in try fixture.start(words) }
        fixture.wait("some shards are done") { fixture.done().count >= 3 }
        let out = fixture.list.folder.path("out")
        func isComplete() -> Bool { fixture.done().count == fixture.shards }
        var looks = 0
        var rowsBefore = 0
        while tools.contains(where: \.process.isRunning) {
            let before = fixture.done().count
            let inspected = try ToolRun(["inspect", out, "--json"])
            let after = fixture.done().count
            #expect(inspected.exitCode == 0, "\(inspected.errors)")
            let found = try object(inspected.output)
            let rows = try #require(found["rows"] as? Int, "\(inspected.output)")
            #expect(rows % WorkerFixture.rowsPerShard == 0)
            #expect((before...after).contains(rows / WorkerFixture.rowsPerShard), "\(before) \(rows) \(after)")
            #expect(rows >= rowsBefore)
            rowsBefore = rows
            let verified = try ToolRun(["verify", out, "--json"])
            #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
            let status = try ToolRun(["status", out])
            // It may have become complete meanwhile, and then nobody reports any more.
            #expect(status.exitCode == 0 || isComplete(), "\(status.errors)")
            let report = fixture.list.folder.path("report-\(looks).html")
            let reported = try ToolRun(["report", out, "--output", report])
            #expect(reported.exitCode == 0, "\(reported.errors)")
            #expect(try String(contentsOfFile: report, encoding: .utf8).contains("not complete") || isComplete())
            let retried = try ToolRun(["retry", out])
            #expect(retried.exitCode == 2 || isComplete(), "\(retried.errors)")
            looks += 1
        }
        for tool in tools {
            let run = tool.wait()
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        #expect(looks >= 2)
        try fixture.expectAsByOneProcess()
    }

    @Test("Each worker has its status, and a line before them has their sum")
    func status() throws {
        let fixture = try WorkerFixture(rows: 300, delayMilliseconds: 100)
        let tools = try (1...2).map { try fixture.start(["--part", "\($0)/2", "--max-in-flight", "6"]) }
        fixture.wait("both have reported") {
            (1...2).allSatisfy {
                FileManager.default.fileExists(
                    atPath: fixture.list.folder.path("out/.img2shards/workers/\($0)-of-2/status.json"))
            }
        }
        let status = try ToolRun(["status", fixture.list.folder.path("out"), "--json"])
        #expect(status.exitCode == 0, "\(status.errors)")
        #expect(status.output.split(separator: "\n").count == 2, "\(status.output)")
        #expect(status.output.components(separatedBy: #""life":"running""#).count == 3, "\(status.output)")
        let text = try ToolRun(["status", fixture.list.folder.path("out")])
        #expect(text.output.contains("2 workers together:"), "\(text.output)")
        for tool in tools { #expect(tool.wait().exitCode == 0) }
    }
}
