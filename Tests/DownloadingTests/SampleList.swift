// Lists of the sample web, and the command that downloads them.

import Foundation
import SampleWeb

/// A server and a list over it.
struct SampleList {
    let server: SampleWebServer
    let catalog: SampleWebCatalog
    let folder: TemporaryFolder
    let path: String

    init(rows: Int, imagesOnly: Bool = false, faults: String = "") throws {
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
    func arguments(_ more: [String] = [], samplesPerShard: Int = 50) -> [String] {
        [
            "download", "--url-list", path, "--caption-col", "caption", "--output-folder", folder.path("out"),
            "--number-sample-per-shard", String(samplesPerShard), "--allow-private-addresses",
        ] + (more.contains("--retries") ? [] : ["--retries", "0"]) + more
    }

    func dataset() throws -> WrittenDataset { try WrittenDataset(folder.path("out")) }
}
