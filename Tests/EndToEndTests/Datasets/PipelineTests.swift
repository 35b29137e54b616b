// The paper's way from a crawl to a filtered dataset, by one preset.

import Foundation
import HostileInputs
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("From a crawl to a filtered dataset")
struct PipelineTests {
    private static let pages = 6
    private static let imagesPerPage = 5

    /// WAT records of pages whose images the server has; one caption is short, one image appears on every page.
    private func crawl(_ server: SampleWebServer, in folder: TemporaryFolder) throws -> String {
        var records: [UInt8] = []
        for page in 0..<Self.pages {
            var links = [#"{"path":"IMG@/src","url":"/image/32x32/photo/900.jpg","alt":"logo"}"#]
            links.append(#"{"path":"IMG@/src","url":"/image/512x384/photo/901.jpg","alt":"the same on each page"}"#)
            for image in 0..<Self.imagesPerPage {
                let number = page * Self.imagesPerPage + image
                links.append(
                    #"{"path":"IMG@/src","url":"../image/512x384/photo/\#(number).jpg","alt":"a photograph, number \#(number)"}"#
                )
            }
            records += SampleCrawl.record(
                type: "metadata",
                body: SampleCrawl.wat(
                    page: server.url("/pages/\(page).html"), links: "[\(links.joined(separator: ","))]"))
        }
        return try folder.write("crawl/CC-0.warc.wat", Data(records))
    }

    private func numbers(_ folder: String, _ column: String) throws -> [Double] {
        var found: [Double] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        where name.hasSuffix(".parquet") {
            found += try TextTable(folder + "/" + name).rows.compactMap { $0[column].flatMap { Double($0) } }
        }
        return found
    }

    @Test(
        "laion400m-pipeline: extract, download, embed, reshape; what is left is what the model finds similar",
        .enabled(if: ModelTools.hasAll, "scripts/setup-models check installs them"))
    func wholeWay() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        try ModelTools.makeTinyModels(in: folder.path)
        let preset = ["--config", "laion400m-pipeline"]
        func run(_ words: [String]) throws -> ToolRun {
            let run = try ToolRun(words.prefix(1) + preset + words.dropFirst())
            #expect(run.exitCode == 0, "\(words): \(run.errors)")
            return run
        }
        let (pairs, images, scores) = (folder.path("pairs"), folder.path("images"), folder.path("emb"))
        let extracted = try run(["extract", crawl(server, in: folder), "--output-folder", pairs])
        let count = Self.pages * Self.imagesPerPage + 1
        #expect(extracted.output.hasPrefix("\(count) pairs"), "\(extracted.output)")
        _ = try run(["download", "--url-list", pairs, "--output-folder", images, "--allow-private-addresses"])
        _ = try run([
            "embed", images, "--image-model", folder.path("image.onnx"), "--text-model", folder.path("text.onnx"),
            "--vocabulary", ModelTools.vocabulary, "--output-folder", scores,
        ])
        let similarities = try numbers(scores + "/metadata", "similarity").sorted()
        try #require(similarities.count == count)
        // Random weights find little similar: the preset's own limit, and one in the middle.
        for limit in [0.3, (similarities[count / 2] + similarities[count / 2 - 1]) / 2] {
            let out = folder.path("filtered-\(limit)")
            let words = limit == 0.3 ? [] : ["--where", "similarity >= \(limit)"]
            let expected = similarities.filter { $0 >= limit }
            let reshaped = try ToolRun(
                ["reshape"] + preset + [images, "--scores", scores, "--output-folder", out] + words)
            #expect(reshaped.exitCode == (expected.isEmpty ? 4 : 0), "\(reshaped.errors)")
            if !expected.isEmpty { #expect(try numbers(out, "similarity").sorted() == expected) }
        }
    }

    /// The commands of the page's first block, with their words, continued lines joined.
    private func commands() throws -> [String] {
        let page = try String(contentsOf: Repository.root.appending(path: "docs/pipeline.md"), encoding: .utf8)
        let start = try #require(page.firstRange(of: "## Ten commands\n\n")).upperBound
        let block = page[start...].prefix(upTo: try #require(page[start...].firstRange(of: "\n\n")).lowerBound)
        return block.replacing("\\\n", with: "").split(separator: "\n").map { $0.drop { $0 == " " } }.map(String.init)
    }

    @Test(
        "The ten commands of docs/pipeline.md work as printed there",
        .enabled(if: ModelTools.hasAll, "scripts/setup-models check installs them"))
    func tenCommands() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        try ModelTools.makeTinyModels(in: folder.path)
        try folder.write("wat.paths", try crawl(server, in: folder) + "\n")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path(".deps"), withDestinationPath: Repository.root.appending(path: ".deps").path)
        let commands = try commands()
        #expect(commands.count == 10)
        for command in commands where command.hasPrefix("img2shards ") {
            var words = command.split(separator: " ").map(String.init)
            words.removeFirst()
            // What differs on a machine without a crawl: its list, its servers, and what random weights find similar.
            words = words.map { $0 == "wat.paths.gz" ? "wat.paths" : $0 }
            switch words[0] {
            case "download": words.append("--allow-private-addresses")
            case "reshape": words += ["--where", "similarity >= -1"]
            case "browse": words.append("--index-only")
            default: break
            }
            let ended = try RunningTool(words, directory: folder.url).wait()
            #expect(ended.exitCode == 0, "\(command): \(ended.errors)")
        }
        #expect(FileManager.default.fileExists(atPath: folder.path("filtered-index/image.index")))
    }
}
