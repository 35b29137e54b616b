// What watches a run: metrics over HTTP and as a file, TensorBoard's file, the status in its folder.

import Foundation
import Ground
import LocalServer
import SampleWeb
import Synchronization
import TestSupport
import Testing

@Suite("Watching a run")
struct WatchTests {
    /// A run that takes some seconds; the address that it prints.
    private static func start(_ arguments: [String], environment: [String: String] = [:]) throws
        -> (tool: RunningTool, url: String)
    {
        let tool = try RunningTool(arguments, environment: environment)
        for _ in 0..<1200 {
            let words = tool.errorsSoFar.split(whereSeparator: \.isWhitespace)
            if let place = words.firstIndex(of: "at"), words.count > place + 1, words[place + 1].hasPrefix("http://") {
                return (tool, String(words[place + 1]))
            }
            guard tool.process.isRunning else { break }
            usleep(50_000)
        }
        tool.process.terminate()
        Issue.record("no address: \(tool.wait().errors)")
        throw CancellationError()
    }

    @Test("Metrics grow while it runs and are those of the end, and the status says what the run does") func run()
        throws
    {
        let list = try SampleList(rows: 400)
        // One request at a time: long enough to be watched.
        let (tool, url) = try Self.start(
            list.arguments([
                "--listen", "127.0.0.1:0", "--metrics-file", list.folder.path("run.prom"), "--tensorboard",
                list.folder.path("tb"), "--per-host-rate", "100",
            ]))
        var done = 0
        for _ in 0..<400 where done == 0 {
            done = try Self.value("img2shards_rows_done", LocalRequest.send(url + "metrics").text) ?? 0
            usleep(20_000)
        }
        #expect(done > 0 && done < 400)
        #expect(try LocalRequest.send(url + "healthz").status == 200)
        #expect(try LocalRequest.send(url + "nowhere").status == 404)
        var status = try ToolRun(["status", list.folder.path("out")])
        for _ in 0..<200 where status.exitCode != 0 {
            usleep(50_000)
            status = try ToolRun(["status", list.folder.path("out")])
        }
        #expect(status.exitCode == 0, "\(status.errors)")
        #expect(status.output.contains("download is running on "))
        let run = tool.wait()
        #expect(run.exitCode == 0, "\(run.errors)")
        let file = try String(contentsOfFile: list.folder.path("run.prom"), encoding: .utf8)
        #expect(Self.value("img2shards_rows_done", file) == 400)
        // The file stays when the run has ended, and says so.
        #expect(Self.value("img2shards_running", file) == 0)
        #expect(Self.value("img2shards_transfers_in_flight", file) == 0)
        let images = try list.dataset().rows.filter { $0.status == "success" }.count
        #expect(Self.value("img2shards_images_total{outcome=\"success\"}", file) == images)
        #expect(Self.value("img2shards_request_duration_seconds_count", file) ?? 0 > images)
        #expect(try list.folder.names(in: "tb").count == 1)
        let ended = try ToolRun(["status", list.folder.path("out"), "--json"])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any])
        #expect(object["state"] as? String == "finished")
        #expect(object["life"] as? String == "ended")
        #expect(object["age_seconds"] is Double && object["worker"] is NSNull)
        #expect(object["rows"] as? Int == 400)
        #expect(try ToolRun(["verify", list.folder.path("out")]).exitCode == 0)
    }

    @Test("A run that is killed is shown as such") func killed() throws {
        let list = try SampleList(rows: 400, imagesOnly: true)
        let (tool, _) = try Self.start(list.arguments(["--listen", "127.0.0.1:0", "--per-host-rate", "20"]))
        var isThere = false
        for _ in 0..<400 where !isThere {
            usleep(50_000)
            isThere = try ToolRun(["status", list.folder.path("out")]).exitCode == 0
        }
        tool.send(SIGKILL)
        _ = tool.wait()
        let status = try ToolRun(["status", list.folder.path("out")])
        #expect(status.output.contains("was killed, or its machine was restarted"))
        #expect(status.output.contains("start the same command again to resume"))
    }

    @Test("Clients that send without end, wait or read nothing hold up neither the run nor its end") func attacked()
        throws
    {
        let list = try SampleList(rows: 300, imagesOnly: true)
        let (tool, url) = try Self.start(list.arguments(["--listen", "127.0.0.1:0", "--per-host-rate", "100"]))
        let port = try #require(url.split(separator: ":").last.flatMap { UInt16($0.filter(\.isNumber)) })
        let host = "Host: 127.0.0.1:\(port)\r\n"
        var open: [OpenSocket] = []
        for _ in 0..<4 {
            let client = try OpenSocket(port: port)
            client.send("GET / HTTP/1.1\r\n" + host)
            client.send("X-Padding: " + String(repeating: "x", count: 1000) + "\r\n", times: 4096)
            open.append(client)
        }
        for _ in 0..<100 { open.append(try OpenSocket(port: port)) }
        for start in ["GET /", "GET /events HTTP/1.1\r\n\(host)\r\n", "POST / HTTP/1.1\r\nContent-Length: 9\r\n"] {
            let client = try OpenSocket(port: port)
            client.send(start)
            open.append(client)
        }
        #expect(try LocalRequest.send(url + "healthz").status == 200)
        let run = tool.wait()
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try list.dataset().rows.count == 300)
        withExtendedLifetime(open) {}
    }

    @Test("A port that is taken, a missing folder and a wrong address end it before anything is fetched") func refused()
        throws
    {
        let list = try SampleList(rows: 3, imagesOnly: true)
        let taken = try SampleWebServer()
        let port = taken.url("").split(separator: ":").last.map { $0.prefix { $0.isNumber } } ?? ""
        let busy = try ToolRun(list.arguments(["--listen", "127.0.0.1:\(port)"]))
        #expect(busy.exitCode == 2)
        #expect(
            busy.errors.contains(
                """
                cannot listen at 127.0.0.1:\(port): the port is in use
                  stop the other program, or choose another port: --listen 127.0.0.1:0 finds one
                """), "\(busy.errors)")
        for options in [
            ["--listen", "nowhere"], ["--metrics-file", list.folder.path("none/run.prom")],
            ["--metrics-file", "/dev/null"], ["--metrics-file", list.folder.path("")],
        ] {
            let run = try ToolRun(list.arguments(options))
            #expect(run.exitCode == 2)
            #expect(run.errors.hasPrefix("error: \(options[0])"))
        }
        let token = try ToolRun(
            list.arguments(["--listen", "0.0.0.0:0"]), environment: ["IMG2SHARDS_LISTEN_TOKEN": "short"])
        #expect(token.exitCode == 2)
        #expect(!token.errors.contains("short"))
    }

    @Test("Other addresses than this machine's own need the token, which is said nowhere if it was given") func token()
        throws
    {
        let list = try SampleList(rows: 200, imagesOnly: true)
        let secret = "0123456789abcdefSECRET"
        let (tool, url) = try Self.start(
            list.arguments(["--listen", "0.0.0.0:0", "--per-host-rate", "40"]),
            environment: ["IMG2SHARDS_LISTEN_TOKEN": secret])
        // The name of the machine: 0.0.0.0 would lead a reader elsewhere to that reader's own machine.
        #expect(url.hasPrefix("http://\(MachineName.text):"), "\(url)")
        let port = try #require(url.split(separator: ":").last.flatMap { UInt16($0.filter(\.isNumber)) })
        let local = "http://127.0.0.1:\(port)/metrics"
        #expect(try LocalRequest.send(local).status == 401)
        #expect(try LocalRequest.send(local, headers: ["Authorization": "Bearer \(secret)"]).status == 200)
        tool.send(SIGINT)
        let run = tool.wait()
        #expect(run.exitCode == 130)
        #expect(!run.errors.contains(secret))
    }

    @Test("The page of each worker of a dataset shows all of them") func workers() throws {
        let fixture = try WorkerFixture(rows: 600)
        let started = try (1...3).map {
            try Self.start(
                fixture.arguments(["--part", "\($0)/3", "--listen", "127.0.0.1:0", "--per-host-rate", "10"]))
        }
        defer {
            for (tool, _) in started {
                tool.send(SIGKILL)
                _ = tool.wait()
            }
        }
        for (_, url) in started {
            let port = try #require(url.split(separator: ":").last.flatMap { UInt16($0.filter(\.isNumber)) })
            let names = (1...3).map { "{\"name\":\"\($0)-of-3\",\"life\":\"running\"" }
            let received = try LocalRequest.exchange(
                Array("GET /events HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n".utf8), port: port, seconds: 60
            ) { bytes in
                // The newest of the events, as one of a few kilobytes comes each second.
                let text = String(decoding: bytes.suffix(20_000), as: UTF8.self).filter { $0 != " " }
                return names.allSatisfy(text.contains)
            }
            let text = String(decoding: received, as: UTF8.self).filter { $0 != " " }
            #expect(names.allSatisfy(text.contains), "\(text.suffix(3000))")
        }
    }

    @Test("A collector of OpenTelemetry gets the sums at the end at the latest; one that is down costs a note")
    func otlp()
        async throws
    {
        try await LocalRequest.waiting { try Self.checkOTLP() }
    }

    private static func checkOTLP() throws {
        let list = try SampleList(rows: 20, imagesOnly: true)
        let posted = Posted()
        let collector = try LocalServer(
            ListenAddress(loopbackPort: 0), rules: AccessRules(token: nil), threads: 1,
            limits: ServerLimits { _ in 1 << 20 }
        ) {
            guard $0.path == ["v1", "metrics"] else { return .notFound }
            posted.add($0.body)
            return .json("{}")
        }
        defer { collector.stop() }
        let run = try ToolRun(
            list.arguments(), environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_SERVICE_NAME": "mine"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let body = try #require(posted.bodies.last)
        #expect(body.contains("\"mine\""))
        #expect(body.contains("img2shards_rows_done"))
        #expect(!run.errors.contains("no metrics are sent"))
        let down = try ToolRun(
            list.arguments(["--incremental-mode", "overwrite"]),
            environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"])
        #expect(down.exitCode == 0)
        #expect(down.errors.contains("no metrics are sent"))
    }

    /// What is posted to a server.
    private final class Posted: Sendable {
        private let received = Mutex<[String]>([])
        var bodies: [String] { received.withLock { $0 } }
        func add(_ body: [UInt8]) { received.withLock { $0.append(String(decoding: body, as: UTF8.self)) } }
    }

    private static let browserPython = Repository.root.appending(path: ".deps/browser-venv/bin/python").path
    private static let prometheus = Repository.root.appending(path: ".deps/prometheus/usr/bin/prometheus").path
    private static let hasBrowser =
        FileManager.default.isExecutableFile(atPath: browserPython)
        && (try? ShellRun("command -v chromium || command -v chromium-browser || command -v google-chrome"))?.exitCode
            == 0
    private static let hasPrometheus = FileManager.default.isExecutableFile(atPath: prometheus)

    /// A run of some time over rows with failures, and captions that mean harm; ended when it is let go of.
    private static func longRun(rows: Int, rate: Int) throws -> (
        tool: RunningTool, url: String, folder: TemporaryFolder
    ) {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let lines = (0..<rows).map { row in
            server.url("/image/96x64/photo/\(row).jpg" + (row % 9 == 4 ? "?status=404" : ""))
                + ",<script>alert(\(row))</script> <b>row \(row)</b>\n"
        }
        let list = try folder.write("list.csv", "url,caption\n" + lines.joined())
        let (tool, url) = try start([
            "download", "--url-list", list, "--caption-col", "caption", "--output-folder", folder.path("out"),
            "--number-sample-per-shard", "50", "--allow-private-addresses", "--retries", "0", "--listen",
            "127.0.0.1:0", "--per-host-rate", String(rate),
        ])
        servers.withLock { $0.append(server) }
        return (tool, url, folder)
    }

    /// Servers of runs that may still go on.
    private static let servers = Mutex<[SampleWebServer]>([])

    @Test(
        "Prometheus scrapes it, promtool finds nothing, and every query of the board has its metrics",
        .enabled(if: hasPrometheus, "scripts/setup check unpacks prometheus where it can be had"))
    func scraped() throws {
        let (tool, url, folder) = try Self.longRun(rows: 12000, rate: 60)
        defer {
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        let run = try ShellRun(
            "exec python3 \(ShellWord.quoted(Self.script("metrics-check"))) \"$@\"", [url], seconds: 300)
        #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
        _ = folder
    }

    @Test(
        "In a browser: live figures, images, charts, keyboard, light and dark, and the end of the run",
        .enabled(if: hasBrowser, "scripts/setup check installs chromium and playwright where they can be had"))
    func browser() throws {
        let (tool, url, folder) = try Self.longRun(rows: 2250, rate: 25)
        defer {
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        let shots = ProcessInfo.processInfo.environment["WATCH_SCREENSHOTS"]
        let run = try ShellRun(
            "exec \(ShellWord.quoted(Self.browserPython)) \(ShellWord.quoted(Self.script("watch-check"))) \"$@\"",
            [url] + (shots.map { [$0] } ?? []), seconds: 300)
        #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
        _ = folder
    }

    private static func script(_ name: String) -> String { Repository.root.appending(path: "scripts/\(name)").path }

    private static func value(_ name: String, _ text: String) -> Int? {
        text.split(separator: "\n").first { $0.hasPrefix(name + " ") }.flatMap { Int($0.dropFirst(name.count + 1)) }
    }
}
