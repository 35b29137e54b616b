// Slips that are noticed before the first fetch, and what is said about them.

import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("A look at the list")
struct ListLookTests {
    private let server: SampleWebServer
    private let folder: TemporaryFolder

    init() throws {
        server = try SampleWebServer()
        folder = try TemporaryFolder()
    }

    private func run(_ list: String, _ more: [String] = []) throws -> ToolRun {
        try ToolRun(
            ["download", "--url-list", list, "--output-folder", folder.path("out"), "--allow-private-addresses"] + more)
    }

    private func list(_ header: String, _ name: String = "list.csv") throws -> String {
        let columns = header.split(separator: ",").count
        let row = server.url("/image/32x32/photo/1.jpg") + String(repeating: ",x", count: columns - 1)
        return try folder.write(name, header + "\n" + row + "\n")
    }

    @Test("Shards beside the list are mentioned")
    func besideTheList() throws {
        let list = try list("url")
        let run = try ToolRun(
            ["download", "--url-list", list, "--output-folder", folder.url.path, "--allow-private-addresses"])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.errors.contains("the shards are written next to the list"), "\(run.errors)")
    }

    @Test("Loose files by the million get a note")
    func manyFiles() throws {
        var text = "url,caption\n"
        for row in 0..<10 { text += "http://a.example/\(row).jpg,c\n" }
        let csv = try folder.write("list.csv", text)
        // A text list does not tell its rows.
        #expect(!(try run(csv, ["--output-format", "files", "--dry-run"]).output.contains("tar for each")))
        let batch = try ColumnBatch(
            rowCount: 400_000,
            columns: [NewColumn(name: "url", values: .text(Array(repeating: "http://a.example/", count: 400_000)))])
        var writer = try ParquetWriter(
            path: folder.path("list.parquet"), schema: batch.schema, rowGroupRows: 400_000)
        try writer.write(batch)
        try writer.finish()
        let note = "--output-format files writes up to 1,200,000 files"
        let sizes = ["--image-size", "32,64", "--no-json", "--limit", "300000"]
        #expect(
            !(try run(folder.path("list.parquet"), ["--output-format", "files", "--dry-run"] + sizes).output
                .contains("tar for each")))
        #expect(
            try run(
                folder.path("list.parquet"),
                ["--output-format", "files", "--image-size", "32,64,128", "--no-json", "--dry-run"]
            ).output.contains(note))
    }
}
