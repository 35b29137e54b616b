// How each fetch went: the columns beside img2dataset's, from real fetches.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Extra columns", .serialized)
struct ExtraColumnsTests {
    private static let names = [
        "error_class", "http_status", "final_url", "attempts", "bytes", "mime", "fetch_ms",
    ]

    @Test("Every row says how its fetch went, and the stats say what failed")
    func told() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let image = "/image/64x64/photo/1.jpg"
        let urls = [
            server.url(image), server.url(image + "?redirect=1"), server.url(image + "?status=503&first=1"),
            server.url(image + "?status=404"), "http://me:secret@127.0.0.1:\(server.port)" + image,
            server.url("/bytes/100"), "http://127.0.0.1:1/x", "no URL", "",
        ]
        try folder.write("list.csv", "url\n" + urls.map { "\"\($0)\"\n" }.joined())
        let run = try ToolRun([
            "download", "--url-list", folder.path("list.csv"), "--output-folder", folder.path("out"),
            "--allow-private-addresses", "--retries", "1",
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        let table = try TextTable(folder.path("out/00000.parquet"))
        let (names, rows) = (table.names, table.rows)
        #expect(Array(names.suffix(7)) == Self.names)
        try #require(rows.count == urls.count)

        for row in [0, 1, 2, 4] {
            #expect(rows[row]["status"] == "success" && rows[row]["error_class"] == nil, "\(rows[row])")
            #expect(rows[row]["http_status"] == "200" && rows[row]["mime"] == "image/jpeg")
            #expect(rows[row]["bytes"].flatMap { Int($0) } ?? 0 > 500)
            #expect(rows[row]["fetch_ms"].flatMap { Int($0) } != nil)
        }
        #expect(rows[0]["final_url"] == urls[0] && rows[0]["attempts"] == "1")
        #expect(rows[1]["final_url"] != urls[1] && rows[1]["final_url"]?.hasPrefix("http://127.0.0.1:") == true)
        #expect(rows[2]["attempts"] == "2")
        #expect(rows[3]["error_class"] == "http_404" && rows[3]["http_status"] == "404" && rows[3]["bytes"] == nil)
        #expect(rows[4]["final_url"] == server.url(image))
        #expect(rows[5]["error_class"] == "not_an_image" && rows[5]["bytes"] == "100")
        #expect(rows[6]["error_class"] == "connect" && rows[6]["http_status"] == nil)
        #expect(rows[7]["error_class"] == "invalid_url" && rows[7]["attempts"] == "0")
        #expect(rows[8]["error_class"] == "invalid_url" && rows[8]["final_url"] == nil)

        let dataset = try WrittenDataset(folder.path("out"))
        let json = try #require(dataset.members["\(rows[1]["key"] ?? "").json"])
        let fields = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
        #expect(fields["final_url"] as? String == rows[1]["final_url"])
        #expect(fields["http_status"] as? Int == 200)
        let stats = dataset.shards[0].stats
        #expect(
            stats["failure_classes"] as? [String: Int] == [
                "connect": 1, "http_404": 1, "invalid_url": 2, "not_an_image": 1,
            ])
        let worst = try #require((stats["worst_hosts"] as? [[String: Any]])?.first)
        #expect(worst["host"] as? String == "127.0.0.1" && worst["failed"] as? Int == 2)
    }

    @Test("Without them the schema is img2dataset's, and one dataset is not gone on with as the other")
    func off() throws {
        let list = try SampleList(rows: 10)
        let run = try ToolRun(list.arguments(["--no-extra-columns"]))
        #expect(run.exitCode == 0, "\(run.errors)")
        let names = try TextTable(list.folder.path("out/00000.parquet")).names
        #expect(
            names == [
                "caption", "url", "key", "status", "error_message", "width", "height", "original_width",
                "original_height", "exif", "sha256",
            ])
        let mixed = try ToolRun(list.arguments())
        #expect(mixed.exitCode == 2)
        #expect(mixed.errors.contains("--no-extra-columns"), "\(mixed.errors)")
    }

    @Test("A list's own column of such a name is kept when the extra columns are off")
    func ownColumn() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        try folder.write("list.csv", "url,mime\n\(server.url("/image/64x64/photo/1.jpg")),mine\n")
        let run = try ToolRun([
            "download", "--url-list", folder.path("list.csv"), "--output-folder", folder.path("out"),
            "--allow-private-addresses", "--save-additional-columns", "mime", "--no-extra-columns",
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try TextTable(folder.path("out/00000.parquet")).rows.first?["mime"] == "mine")
    }
}
