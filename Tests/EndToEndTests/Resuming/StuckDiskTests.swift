// A disk that does not answer.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("A stuck disk")
struct StuckDiskTests {
    @Test(
        "A disk that does not answer ends the run with 1, in words; the same command goes on",
        arguments: ["00000.parquet", "00000_stats.json"])
    func stuckDisk(file: String) throws {
        let list = try SampleList(rows: 20, imagesOnly: true, faults: "delay=700")
        let arguments = list.arguments(["--max-standstill", "0.4"])
        let tool = try RunningTool(arguments)
        let giveUp = Date().addingTimeInterval(30)
        while list.server.requests == 0, tool.process.isRunning, Date() < giveUp { usleep(2000) }
        // Opening it for writing waits for a reader, for ever.
        #expect(mkfifo(list.folder.path("out/.img2shards/open/\(file)"), 0o600) == 0)
        let run = tool.wait()
        #expect(run.exitCode == 1, "\(run.errors)")
        #expect(run.errors.contains("! "), "\(run.errors)")
        #expect(run.errors.contains("Does the disk of"), "\(run.errors)")
        #expect(run.errors.contains("Run the same command again to resume"), "\(run.errors)")

        let again = try ToolRun(list.arguments())
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(try list.dataset().rows.map(\.status) == Array(repeating: "success", count: 20))
    }
}
