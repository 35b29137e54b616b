// One host's rows in a row keep no other host waiting; and every row that hangs has its end.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Look-ahead")
struct LookAheadTests {

    @Test("Two thousand rows of a host that hangs stand first, and all others are fetched")
    func slowHostFirst() throws {
        let list = try SampleList(rows: 1)
        let other = try SampleWebServer()
        let rows =
            (0..<2000).map { list.server.url("/bytes/10?hang&_\($0)") }
            + (0..<300).map { other.url("/bytes/10?_\($0)") }
        let path = try list.folder.write("long.txt", rows.joined(separator: "\n") + "\n")
        let tool = try RunningTool([
            "download", "--url-list", path, "--output-folder", list.folder.path("out"), "--allow-private-addresses",
            "--number-sample-per-shard", "100", "--max-in-flight", "200", "--timeout", "50", "--per-host-connections",
            "20",
        ])
        defer {
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        let giveUp = Date().addingTimeInterval(40)
        while other.requests < 300, tool.process.isRunning, Date() < giveUp { usleep(5000) }
        #expect(other.requests == 300)
        #expect(list.server.requests == 20)
    }

    @Test("Rows that hang at each stage end the run in time, each with its reason")
    func hangingRows() throws {
        let list = try SampleList(rows: 1)
        let faults = ["hang", "stall=5", "drip-head=1/50", "drip=1/50", "redirect=9&delay=200"]
        let rows = faults.map { list.server.url("/bytes/50000?\($0)") } + [list.server.url("/image/64x48/photo/1.jpg")]
        let path = try list.folder.write("hanging.txt", rows.joined(separator: "\n") + "\n")
        let run = try ToolRun([
            "download", "--url-list", path, "--output-folder", list.folder.path("out"), "--allow-private-addresses",
            "--timeout", "0.3", "--deadline", "0.8", "--retries", "1",
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        let statuses = try list.dataset().rows.map(\.status)
        #expect(statuses == Array(repeating: "failed_to_download", count: 5) + ["success"])
    }
}
