import Foundation
import LocalServer
import TestSupport
import Testing

@testable import Watching

@Suite("What watches a run") struct RunWatchTests {
    @Test("The page of metrics is served while the run goes on, and the file has the same") func served() async throws {
        try await LocalRequest.waiting { try Self.checkServed() }
    }

    private static func checkServed() throws {
        let folder = try TemporaryFolder()
        var options = WatchOptions()
        options.listen = ListenAddress("127.0.0.1:0")
        options.metricsFile = folder.path("run.prom")
        let watch = try RunWatch(options, run: MadeReading.run) { Issue.record("\($0)") }
        let url = try #require(watch.url)
        let empty = try LocalRequest.send(url + "metrics")
        #expect(empty.text.contains("process_cpu_seconds_total"))
        watch.show(MadeReading.reading())
        var text = ""
        for _ in 0..<200 where !text.contains("img2shards_rows_planned 1000") {
            text = try LocalRequest.send(url + "metrics").text
            usleep(20_000)
        }
        #expect(text.contains("img2shards_images_total{outcome=\"success\"} 80\n"))
        #expect(text.contains("process_open_fds "))
        let health = try LocalRequest.send(url + "healthz")
        #expect(health.status == 200 && health.text == "ok\n")
        let post = try LocalRequest.send(url + "metrics", method: "POST")
        #expect(post.status == 405)
        let open = try LocalRequest.send(
            url + "metrics", headers: ["Accept": "application/openmetrics-text; version=1.0.0"])
        #expect(open.headers["content-type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
        #expect(open.text.hasSuffix("# EOF\n"))
        watch.end(MadeReading.reading(), patience: .seconds(10))
        let file = try String(contentsOfFile: folder.path("run.prom"), encoding: .utf8)
        #expect(file.contains("img2shards_images_total{outcome=\"success\"} 80\n"))
        #expect(!file.contains("process_"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("run.prom.new")))
    }

    @Test("A file that cannot be written is reported once") func unwritable() throws {
        let folder = try TemporaryFolder()
        var options = WatchOptions()
        options.metricsFile = folder.path("gone/run.prom")
        let said = Said()
        let watch = try RunWatch(options, run: MadeReading.run) { said.add($0) }
        watch.show(MadeReading.reading())
        watch.end(MadeReading.reading(), patience: .seconds(10))
        #expect(said.texts.count == 1)
        #expect(said.texts.first?.contains("--metrics-file: cannot create") == true)
    }
}
