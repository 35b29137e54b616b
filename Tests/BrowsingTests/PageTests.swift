import Browsing
import Foundation
import Ground
import LocalServer
import ShardFormats
import Tables
import TestSupport
import Testing

@Suite struct PageTests {
    @Test("Words of captions find the images of all shards, failed rows left out") func words() async throws {
        let folder = try TemporaryFolder()
        try BrowsedDataset.write(folder.path("data"))
        let page = try await PageClient([folder.path("data")])
        let found = try await page.get("/api/search?q=red+car&nsfw=1").results
        #expect(found.count == 4)
        #expect(found.first?["caption"] as? String == "a red car at the sea")
        #expect(try await page.get("/api/search?q=failed").results.isEmpty)
        #expect(try await page.get("/api/search?nsfw=1").results.count == 12)
    }

    @Test("The picture of each result is that of its row", arguments: OutputFormat.allCases.filter { $0 != .dummy })
    func pictures(format: OutputFormat) async throws {
        let folder = try TemporaryFolder()
        try BrowsedDataset.write(folder.path("data"), format: format)
        let page = try await PageClient([folder.path("data")])
        let results = try await page.get("/api/search?nsfw=1").results
        #expect(results.count == 12)
        for result in results {
            let id = try #require(result["id"] as? Int)
            let url = try #require((result["url"] as? String).flatMap { URL(string: $0) })
            let row = try #require(Int(url.deletingPathExtension().lastPathComponent))
            let shard = try #require(Int(url.pathComponents[1]))
            let answer = try await page.get("/images/0/\(id)")
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "image/jpeg")
            #expect(answer.body == (try BrowsedDataset.picture(shard, row)))
            let whole = try await page.get("/api/row/0/\(id)").object["row"] as? [String: Any]
            #expect(whole?["url"] as? String == url.absoluteString)
        }
    }

    @Test("Images that may not be safe for work are hidden until they are asked for, and filters keep the rest")
    func filters() async throws {
        let folder = try TemporaryFolder()
        try BrowsedDataset.write(folder.path("data"), shards: 0..<1)
        let page = try await PageClient([folder.path("data")])
        #expect(try await page.get("/api/search").results.count == 4)
        #expect(try await page.get("/api/search?nsfw=1&licence=CC%20BY%202.0").results.count == 2)
        #expect(try await page.get("/api/search?similarity=0.4&nsfw=1").results.count == 4)
        #expect(try await page.get("/api/search?width=68&nsfw=1").results.count == 2)
        #expect(try await page.get("/api/search?width=abc&similarity=nan&count=x&from=%00&in=9").results.isEmpty)
        let what = try await page.get("/api/collections").object["collections"] as? [[String: Any]]
        #expect((what?.first?["columns"] as? [String: Any])?["similarity"] != nil)
        #expect((what?.first?["columns"] as? [String: Any])?["aesthetic"] == nil)
        #expect((what?.first?["licences"] as? [[String: Any]])?.count == 2)
    }

    @Test("Pages follow each other without a gap over several datasets") func pages() async throws {
        let folder = try TemporaryFolder()
        try BrowsedDataset.write(folder.path("one"))
        try BrowsedDataset.write(folder.path("two"), format: .files)
        let page = try await PageClient([folder.path("one"), folder.path("two")])
        for query in ["nsfw=1", "nsfw=1&q=red"] {
            var seen: [String] = []
            var from = ""
            while true {
                let answer = try await page.get("/api/search?\(query)&count=5" + (from.isEmpty ? "" : "&from=\(from)"))
                seen += answer.results.map { "\($0["in"] ?? "")/\($0["id"] ?? "")" }
                guard let next = answer.object["next"] as? String else { break }
                from = next
            }
            #expect(seen.count == (query == "nsfw=1" ? 24 : 8))
            #expect(Set(seen).count == seen.count)
        }
    }

    @Test("Every answer forbids scripts of others, guessing, frames and referrers") func headers() async throws {
        let folder = try TemporaryFolder()
        try BrowsedDataset.write(folder.path("data"), shards: 0..<1)
        let page = try await PageClient([folder.path("data")])
        for path in ["/", "/page/browse.js", "/api/search", "/images/0/0", "/nothing", "/favicon.ico"] {
            let headers = try await page.get(path).headers
            #expect(headers["content-security-policy"]?.hasPrefix("default-src 'none'; script-src 'self'") == true)
            #expect(headers["x-content-type-options"] == "nosniff")
            #expect(headers["referrer-policy"] == "no-referrer")
            #expect(headers["access-control-allow-origin"] == nil)
        }
    }

    @Test(
        "A path leads nowhere but to what the page has",
        arguments: [
            "/../../etc/passwd", "/page/../browse.js", "/page/..%2f..%2fetc%2fpasswd", "/page/%2e%2e/%2e%2e/etc/passwd",
            "/images/0/..%2f1", "/images/0/-1", "/images/-1/0", "/images/0/99999999999999999999", "/images/0/1000",
            "/images/9/0", "/api", "/api/row/0/-5", "/api/row/x/y", "//", "/%00", "/page/%ff", "/.img2shards/run.json",
        ])
    func paths(path: String) async throws {
        let folder = try TemporaryFolder()
        try BrowsedDataset.write(folder.path("data"), shards: 0..<1)
        let page = try await PageClient([folder.path("data")])
        let answer = try await page.get(path)
        #expect(answer.status == 404 || (path == "//" && answer.status == 200), "\(path): \(answer.status)")
        #expect(try await page.get("/").status == 200)
    }

    @Test("Another Host, another Origin: refused; a token opens other addresses") func access() async throws {
        let folder = try TemporaryFolder()
        try BrowsedDataset.write(folder.path("data"), shards: 0..<1)
        let page = try await PageClient([folder.path("data")])
        #expect(try await page.get("/api/search", headers: ["Host": "evil.example"]).status == 403)
        #expect(try await page.get("/", headers: ["Host": ""]).status >= 400)
        let post = #"{"ids": [0], "indice_name": "data"}"#
        #expect(try await page.post("/metadata", post, headers: ["Origin": "http://evil.example"]).status == 403)
        #expect(try await page.post("/metadata", post).status == 200)

        let token = "0123456789abcdef"
        let guarded = try await PageClient([folder.path("data")]) { $0.token = token }
        #expect(try await guarded.get("/").status == 401)
        #expect(try await guarded.get("/images/0/0").status == 401)
        let first = try await guarded.get("/?token=\(token)", headers: ["Host": "box.example"])
        #expect(first.status == 303)
        #expect(first.headers["location"] == "/")
        let cookie = try #require(first.headers["set-cookie"])
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
        let pair = String(cookie.prefix { $0 != ";" })
        #expect(try await guarded.get("/", headers: ["Cookie": pair, "Host": "box.example"]).status == 200)
        #expect(try await guarded.post("/metadata?token=\(token)", post).status == 200)
    }

    @Test("A body that is too long, or is cut, costs its own request") func bodies() async throws {
        let folder = try TemporaryFolder()
        try BrowsedDataset.write(folder.path("data"), shards: 0..<1)
        let page = try await PageClient([folder.path("data")])
        let long = [UInt8](repeating: 0x61, count: 31 << 20)
        #expect(try await page.ask("POST", "/knn-service", body: long).status == 413)
        #expect(try await page.ask("POST", "/api/picture", body: long).status == 413)
        #expect(try await page.ask("POST", "/metadata", body: Array(long.prefix(1 << 20) + [0x61])).status == 413)
        #expect(try await page.ask("POST", "/api/search", body: [0x61]).status == 413)
        #expect(try await page.ask("GET", "/", body: [0x61]).status == 413)
        for body in [
            "", "{", "[]", "null", "{\"ids\": 3}", "{\"ids\": [1e99]}", String(repeating: "[", count: 100_000),
        ] {
            let status = try await page.post("/metadata", body).status
            #expect(status == 400, "\(body.prefix(20)): \(status)")
        }
        let host = "Host: \(page.server.address)\r\n"
        for head in [
            "GET", "GET /\r\n\r\n", "\r\n\r\n", "GET / HTTP/1.1\r\n\(host)Content-Length: -1\r\n\r\n",
            "POST /metadata HTTP/1.1\r\n\(host)Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET / HTTP/1.1\r\n\(host)Content-Length: 99999999999999999999\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n",
        ] {
            // Whatever the answer: the next request has one.
            _ = try await page.send(Array(head.utf8))
            #expect(try await page.get("/").status == 200)
        }
    }

    @Test("Shards that are broken or gone cost their own pictures") func brokenShards() async throws {
        let folder = try TemporaryFolder()
        let data = folder.path("data")
        try BrowsedDataset.write(data, shards: 0..<4)
        try Data("no parquet".utf8).write(to: URL(filePath: data + "/00001.parquet"))
        try Data("no tar".utf8).write(to: URL(filePath: data + "/00002.tar"))
        let page = try await PageClient([data])
        // The third has rows without pictures.
        let results = try await page.get("/api/search?nsfw=1").results
        #expect(results.count == 18)
        #expect(results.count { $0["picture"] as? Bool == true } == 12)
        let what = try await page.get("/api/collections").object["collections"] as? [[String: Any]]
        #expect((what?.first?["problems"] as? [String])?.count == 2)
        // Another shard's tar in its place while it is shown: better no picture than a wrong one.
        let first = try #require(results.first?["id"] as? Int)
        #expect(try await page.get("/images/0/\(first)").status == 200)
        try Data(contentsOf: URL(filePath: data + "/00003.tar")).write(to: URL(filePath: data + "/00000.tar"))
        #expect(try await page.get("/images/0/\(first)").status == 404)
        // Gone while it is shown.
        try FileManager.default.removeItem(atPath: data + "/00003.tar")
        let last = try #require(results.last?["id"] as? Int)
        #expect(try await page.get("/images/0/\(last)").status == 404)
        try FileManager.default.removeItem(atPath: data + "/00003.parquet")
        #expect(try await page.get("/api/row/0/\(last)").status == 500)
    }

    @Test("What is no picture is not given out as one") func contentTypes() async throws {
        let folder = try TemporaryFolder()
        let data = folder.path("data")
        try BrowsedDataset.write(data, shards: 0..<1, format: .files)
        let images = try folder.names(in: "data/00000").filter { $0.hasSuffix(".jpg") }
        let others = [
            "<html><script>alert(1)</script>", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "",
            "%PDF-1.7",
            "GIF8", "\u{0}",
        ]
        for (name, text) in zip(images, others) { try folder.write("data/00000/\(name)", text) }
        let page = try await PageClient([data])
        for id in 0..<6 { #expect(try await page.get("/images/0/\(id)").status == 404) }
    }

    @Test("New shards are added to the index, a changed one rebuilds it") func increments() async throws {
        let folder = try TemporaryFolder()
        let data = folder.path("data")
        try BrowsedDataset.write(data, shards: 0..<1)
        #expect(try await PageClient([data]).run.imageCount == 6)
        try BrowsedDataset.write(data, shards: 1..<2)
        #expect(try await PageClient([data]).run.imageCount == 12)
        #expect(FileManager.default.fileExists(atPath: data + "/.img2shards/browse.sqlite"))
        try FileManager.default.removeItem(atPath: data + "/00000_stats.json")
        #expect(try await PageClient([data]).run.imageCount == 6)
    }

    @Test("Published tables without pictures are searched, and nothing is fetched") func tables() async throws {
        let folder = try TemporaryFolder()
        for number in [0, 1] {
            let batch = try ColumnBatch(
                rowCount: 2,
                columns: [
                    NewColumn(name: "SAMPLE_ID", values: .text(["1", "2"])),
                    NewColumn(name: "URL", values: .text(["http://a.example/1", "javascript:alert(1)"])),
                    NewColumn(name: "TEXT", values: .text(["a cat of table \(number)", nil])),
                    NewColumn(name: "NSFW", values: .text(["UNLIKELY", "NSFW"])),
                ])
            try folder.write("tables/.keep", "")
            var writer = try ParquetWriter(path: folder.path("tables/metadata_\(number).parquet"), schema: batch.schema)
            try writer.write(batch)
            try writer.finish()
        }
        let page = try await PageClient([folder.path("tables")])
        let found = try await page.get("/api/search?q=cat").results
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0["picture"] as? Bool == false })
        #expect(try await page.get("/api/search?nsfw=1").results.count == 4)
    }

    @Test("A folder without a dataset is refused with a message that says what to give") func nothing() async throws {
        let folder = try TemporaryFolder()
        for path in [folder.path("missing"), folder.path] {
            #expect(throws: CommandFailure.self) { try BrowseRun(BrowseOptions(datasets: [path]), model: nil) }
        }
    }
}
