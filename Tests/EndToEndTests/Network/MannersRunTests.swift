// Manners as a person asks for them: --robots-txt and --referer-col.

import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("Manners of a run")
struct MannersRunTests {
    let server: SampleWebServer
    let folder: TemporaryFolder

    init() throws {
        server = try SampleWebServer()
        folder = try TemporaryFolder()
    }

    private func run(_ list: String, _ more: [String]) throws -> (ToolRun, WrittenDataset) {
        let run = try ToolRun(
            ["download", "--url-list", list, "--output-folder", folder.path("out"), "--allow-private-addresses"] + more)
        #expect(run.exitCode == 0, "\(run.errors)")
        return (run, try WrittenDataset(folder.path("out")))
    }

    @Test("--robots-txt respect: a disallowed row has its reason, and the summary its word")
    func robots() throws {
        server.route("/robots.txt", response: ScriptedResponse(.text("User-agent: img2shards\nDisallow: /*.png$\n")))
        let paths = ["/image/64x48/photo/1.jpg", "/image/64x48/photo/2.png", "/image/64x48/photo/2.png?_x"]
        let list = try folder.write("list.txt", paths.map { server.url($0) + "\n" }.joined())
        let (run, dataset) = try run(list, ["--robots-txt", "respect"])
        #expect(dataset.rows.map(\.error) == [nil, "Disallowed by robots.txt", nil])
        #expect(dataset.rows.map(\.status) == ["success", "failed_to_download", "success"])
        #expect(server.requests(for: "/robots.txt") == 1)
        #expect(run.errors.contains("robots.txt"), "\(run.errors)")
        // Another start may decide otherwise: what is done stays done.
        #expect(try ToolRun(["download", "--url-list", list, "--output-folder", folder.path("out")]).exitCode == 0)
    }

    @Test("The User-Agent says which program this is, which version, and whom to ask")
    func userAgent() throws {
        let list = try folder.write("list.txt", server.url("/image/64x48/photo/1.jpg") + "\n")
        _ = try run(list, [])
        let version = try ToolRun(["--version"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
        let agent = try #require(server.lastRequest(for: "/image/64x48/photo/1.jpg")?.header("User-Agent"))
        #expect(agent.hasPrefix("img2shards/\(version) (+https://"), "\(agent)")
    }

    @Test("--referer-col: each row's page is sent, and no column comes of it")
    func referer() throws {
        let image = { (number: Int) in server.url("/image/64x48/photo/\(number).jpg") }
        let pages = ["https://page.example/1", "no page", "", "https://page.example/4"]
        var text = "url,page\n"
        for (index, page) in pages.enumerated() { text += "\(image(index)),\(page)\n" }
        text += "\(image(0)),https://page.example/other\n"
        let list = try folder.write("list.csv", text)
        let (_, dataset) = try run(list, ["--referer-col", "page"])
        #expect(dataset.rows.filter { $0.status == "success" }.count == 5)
        let sent = (0..<4).map { server.lastRequest(for: "/image/64x48/photo/\($0).jpg")?.header("Referer") }
        #expect(sent == [pages[0], nil, nil, pages[3]])
        #expect(server.requests == 4)
        let columns = try ParquetReader(path: folder.path("out/00000.parquet")).schema.fields.map(\.name)
        #expect(columns.first == "url" && !columns.contains("page") && !columns.contains("--referer-col"))
    }

    @Test("--referer-col with a column that is kept, or that the images come from")
    func sharedColumn() throws {
        let list = try folder.write(
            "list.csv", "url,page\n\(server.url("/image/64x48/photo/1.jpg")),http://page.example/\n")
        let (_, dataset) = try run(list, ["--referer-col", "page", "--save-additional-columns", "page"])
        #expect(dataset.rows.map(\.status) == ["success"])
        #expect(server.lastRequest(for: "/image/64x48/photo/1.jpg")?.header("Referer") == "http://page.example/")
        let (_, own) = try run(list, ["--referer-col", "url", "--incremental-mode", "overwrite"])
        #expect(own.rows.map(\.status) == ["success"])
        let request = server.lastRequest(for: "/image/64x48/photo/1.jpg")
        #expect(request?.header("Referer") == server.url("/image/64x48/photo/1.jpg"))
    }

    @Test("A password in a URL is in the list's own column, and nowhere else")
    func passwords() throws {
        let secret = server.url("/image/64x48/photo/1.jpg").replacing("http://", with: "http://user:s3cret@")
        let missing = server.url("/bytes/1?status=404").replacing("http://", with: "http://user:s3cret@")
        let list = try folder.write("list.txt", "\(secret)\n\(missing)\nuser/s3cret@host\n")
        let (run, dataset) = try run(list, ["--log-format", "json"])
        #expect(dataset.rows.map(\.status) == ["success", "failed_to_download", "failed_to_download"])
        #expect(dataset.rows.map(\.url) == [secret, missing, "user/s3cret@host"])
        #expect(!run.errors.contains("s3cret"), "\(run.errors)")
        #expect(dataset.rows.allSatisfy { $0.error?.contains("s3cret") != true })
        #expect(!String(describing: dataset.shards[0].stats).contains("s3cret"))
    }
}
