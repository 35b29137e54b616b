// Passwords of URLs, proxies and headers are sent where they belong, and told nowhere.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Secrecy", .serialized)
struct SecrecyTests {
    private static let secret = "hunter2"
    let server: SampleWebServer
    let folder: TemporaryFolder

    init() throws {
        server = try SampleWebServer()
        folder = try TemporaryFolder()
    }

    private func run(_ urls: [String], _ more: [String], environment: [String: String] = [:]) throws -> ToolRun {
        try folder.write("list.csv", "url\n" + urls.map { "\"\($0)\"\n" }.joined())
        return try ToolRun(
            [
                "download", "--url-list", folder.path("list.csv"), "--output-folder", folder.path("out"),
                "--number-sample-per-shard", "8", "--timeout", "0.5",
            ] + more, environment: environment)
    }

    /// Looks through everything a run said and wrote; the list's own `url` is the one place that may have it.
    private func search(_ run: ToolRun) throws {
        #expect(!run.errors.contains(Self.secret), "\(run.errors)")
        #expect(!run.output.contains(Self.secret))
        let out = folder.url.appending(path: "out")
        guard let files = FileManager.default.enumerator(at: out, includingPropertiesForKeys: [.isRegularFileKey])
        else { return }
        for case let file as URL in files
        where try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
            if file.pathExtension == "parquet" {
                for row in try TextTable(file.path).rows {
                    for (name, text) in row where name != "url" {
                        #expect(!text.contains(Self.secret), "\(file.lastPathComponent) \(name): \(text)")
                    }
                }
            } else if file.pathExtension != "tar" {
                let bytes = try Data(contentsOf: file)
                #expect(bytes.range(of: Data(Self.secret.utf8)) == nil, "\(file.path)")
            }
        }
        guard FileManager.default.fileExists(atPath: out.path) else { return }
        for (name, bytes) in try WrittenDataset(out.path).members where name.hasSuffix(".json") {
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            #expect(lines.allSatisfy { !$0.contains(Self.secret) || $0.hasPrefix("    \"url\": ") }, "\(name)")
        }
    }

    /// URLs that end in all sorts of ways.
    private func urls(_ start: String) -> [String] {
        let image = "/image/64x64/photo/1.jpg"
        let own = "\(start)127.0.0.1:\(server.port)"
        return [
            own + image, own + image + "?status=401", own + image + "?redirect=1", own + image + "?redirect=loop",
            own + image + "?hang", own + image + "?garbage", own + "/bytes/10",
            own + image + "?header=X-Robots-Tag:noai", own + image + "?redirect-to=file:///etc/passwd",
            own + image + "?reset=10", "\(start)127.0.0.1:1/x", "\(start)nowhere.invalid/x", "\(start)/x",
            "\(start)127.0.0.1:99999/x", "\(start)[::1/x", "\(start)a b/x", "\(start)-a/x",
            own.replacing("http:", with: "https:") + image, own.replacing("http:", with: "ftp:"),
            own.replacing("http://", with: ""), own.replacing("http:", with: ""), own.replacing("http", with: "HTtp"),
            own + image + "?redirect-to=http://other:\(Self.secret)@127.0.0.1:\(server.port)" + image,
        ]
    }

    @Test("A password in a URL is in no message, table, count, log or state", arguments: ["text", "json"])
    func urls(log: String) throws {
        let run = try run(
            urls("http://me:\(Self.secret)@"), ["--allow-private-addresses", "--retries", "1", "--log-format", log])
        #expect(run.exitCode == 0, "\(run.errors)")
        try search(run)
        #expect(server.lastRequest(for: "/bytes/10")?.header("Authorization")?.hasPrefix("Basic ") == true)
        let told = try TextTable(folder.path("out/00000.parquet")).rows
        #expect(told.first?["final_url"] == server.url("/image/64x64/photo/1.jpg"))
    }

    @Test("A proxy's password and a header's secret are printed nowhere, whether they work or not")
    func proxies() throws {
        let proxy = "http://me:\(Self.secret)@127.0.0.1:\(server.port)"
        let dead = "http://me:\(Self.secret)@127.0.0.1:1"
        let header = ["--header", "Authorization: Bearer \(Self.secret)", "--incremental-mode", "overwrite"]
        let urls = ["http://a.example/image/64x64/photo/1.jpg", "http://b.example/x", "https://c.example/x"]
        for (proxy, code) in [(proxy, 0), (dead, 4), ("http://me:\(Self.secret)@nowhere.invalid:80", 4)] {
            let byOption = try run(urls, header + ["--proxy", proxy])
            #expect(byOption.exitCode == Int32(code), "\(byOption.errors)")
            try search(byOption)
        }
        let environment = ["http_proxy": proxy, "https_proxy": proxy]
        let byEnvironment = try run(urls, header, environment: environment)
        #expect(byEnvironment.exitCode == 0, "\(byEnvironment.errors)")
        try search(byEnvironment)
        let asked = try #require(server.lastRequest(for: "/image/64x64/photo/1.jpg"))
        #expect(asked.header("Proxy-Authorization")?.hasPrefix("Basic ") == true)
    }

    @Test("A proxy that is not a URL is refused without printing its password")
    func badProxy() throws {
        for proxy in [
            "ftp://me:\(Self.secret)@127.0.0.1:1", "http://me:\(Self.secret)@", "http://me:\(Self.secret)@a b",
        ] {
            let byOption = try run(["http://a.example/x"], ["--proxy", proxy])
            #expect(byOption.exitCode == 2, "\(byOption.errors)")
            try search(byOption)
        }
        let proxy = "http://me:\(Self.secret)@a b"
        try search(try run(["http://a.example/x"], [], environment: ["http_proxy": proxy]))
    }
}
