// Lists of the sample web, and the command that downloads them.

internal import Foundation
package import SampleWeb

/// A server and a list over it.
package struct SampleList {
    package let server: SampleWebServer
    package let catalog: SampleWebCatalog
    package let folder: TemporaryFolder
    package let path: String

    package init(rows: Int, imagesOnly: Bool = false, faults: String = "") throws {
        server = try SampleWebServer()
        catalog = try SampleWebCatalog(rowCount: rows, hasImagesOnly: imagesOnly, extraFaults: faults)
        folder = try TemporaryFolder()
        var text = "url,caption\n"
        for index in 0..<rows {
            let row = catalog.row(index)
            let caption = row.caption.replacing("\"", with: "\"\"")
            text += "\"\(server.url(row.path))\",\"\(caption)\"\n"
        }
        path = try folder.write("list.csv", text)
    }

    /// `download` of this list into `out`, with small shards, and without retries unless `more` asks for them.
    package func arguments(_ more: [String] = [], samplesPerShard: Int = 50) -> [String] {
        [
            "download", "--url-list", path, "--caption-col", "caption", "--output-folder", folder.path("out"),
            "--number-sample-per-shard", String(samplesPerShard), "--allow-private-addresses",
        ] + (more.contains("--retries") ? [] : ["--retries", "0"]) + more
    }

    package func dataset() throws -> WrittenDataset { try WrittenDataset(folder.path("out")) }
}
