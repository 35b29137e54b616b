// The same URL several times in a shard.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Duplicate URLs")
struct DuplicateURLTests {

    private func run(_ server: SampleWebServer, _ rows: [(String, String)], _ more: [String] = []) throws
        -> WrittenDataset
    {
        let folder = try TemporaryFolder()
        let text = "url,boxes\n" + rows.map { "\"\($0.0)\",\"\($0.1)\"\n" }.joined()
        let list = try folder.write("list.csv", text)
        let run = try ToolRun(
            [
                "download", "--url-list", list, "--output-folder", folder.path("out"), "--number-sample-per-shard", "8",
                "--allow-private-addresses", "--log-format", "json",
            ] + more)
        #expect(run.exitCode == 0, "\(run.errors)")
        return try WrittenDataset(folder.path("out"))
    }

    @Test("Each row gets its sample or its reason, and the server one request a shard")
    func fetchedOnce() throws {
        let server = try SampleWebServer()
        let (image, missing) = (server.url("/image/64x48/photo/1.jpg"), server.url("/bytes/9?status=404"))
        let rows = [image, missing, image, image, missing, server.url("/page"), image, missing, image, image]
        let dataset = try run(server, rows.map { ($0, "") })
        #expect(dataset.rows.map(\.url) == rows)
        #expect(server.requests(for: "/image/64x48/photo/1.jpg") == 2)
        #expect(server.requests(for: "/bytes/9") == 1)
        for row in dataset.rows {
            switch row.url {
            case image: #expect(row.status == "success" && row.width == "256")
            case missing: #expect(row.error == "HTTP Error 404: Not Found")
            default: #expect(row.status == "failed_to_resize")
            }
        }
        #expect(dataset.shards[0].stats["successes"] as? Int == 4)
        #expect(dataset.shards[0].stats["failed_to_download"] as? Int == 3)
        let images = dataset.rows.filter { $0.url == image }.compactMap { dataset.members["\($0.key).jpg"] }
        #expect(images.count == 6 && Set(images).count == 1)
    }

    @Test("Rows with boxes of their own share the fetch, not the image")
    func ownBoxes() throws {
        let server = try SampleWebServer()
        let image = server.url("/image/256x256/photo/3.jpg")
        let dataset = try run(
            server, [(image, "[]"), (image, "[[0.1,0.1,0.9,0.9]]"), (image, "nonsense")], ["--bbox-col", "boxes"])
        #expect(server.requests == 1)
        #expect(dataset.rows.map(\.status) == ["success", "success", "failed_to_resize"])
        let images = dataset.rows.compactMap { dataset.members["\($0.key).jpg"] }
        #expect(images.count == 2 && images[0] != images[1])
    }

    @Test("A shard of one URL alone is fetched once")
    func allTheSame() throws {
        let server = try SampleWebServer()
        let image = server.url("/image/64x48/photo/1.jpg")
        let dataset = try run(
            server, Array(repeating: (image, ""), count: 400), ["--number-sample-per-shard", "400"])
        #expect(server.requests == 1)
        #expect(dataset.rows.filter { $0.status == "success" }.count == 400)
    }
}
