// A broken shard found, taken out and fetched again, as a person would have it.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Verify, repair, download again")
struct RepairTests {
    @Test(
        "A broken shard is found, taken out, and fetched again by the same command",
        arguments: TestedFormats.all)
    func repair(format: String) throws {
        let list = try SampleList(rows: 40, imagesOnly: true)
        let out = list.folder.path("out")
        let indices = format == "webdataset" ? ["--index", "dali,wids,webshart"] : []
        let arguments = list.arguments(["--output-format", format] + indices, samplesPerShard: 10)
        #expect(try ToolRun(arguments).exitCode == 0)
        let sound = try ToolRun(["verify", out])
        #expect(sound.exitCode == 0, "\(sound.output)")
        #expect(sound.output.hasPrefix("4 shards · 40 rows"))

        // One bit in the middle of the second shard's data.
        let folder = URL(filePath: out)
        let isFolder = TestedFormats.isFolder(format)
        var file = folder.appending(path: "00001" + (isFolder ? "" : "." + TestedFormats.suffix(format)))
        if isFolder {
            let names = try list.folder.names(in: "out/00001").filter { $0.hasSuffix(".jpg") }
            file = file.appending(path: try #require(names.first))
        }
        var data = try Data(contentsOf: file)
        let image = try #require(data.range(of: Data([0xFF, 0xD8, 0xFF]))).lowerBound
        data[image + 200] ^= 4
        try data.write(to: file)

        let broken = try ToolRun(["verify", out])
        #expect(broken.exitCode == 1 && broken.output.contains("1 of 4 shards is damaged."), "\(broken.output)")
        let repaired = try ToolRun(["verify", out, "--repair"])
        #expect(repaired.exitCode == 1 && repaired.output.contains("removed"), "\(repaired.errors)")
        #expect(try list.folder.names(in: "out").contains { $0.hasPrefix("00001") } == false)

        // Lost, and not damaged: to repair has been done.
        let lost = try ToolRun(["verify", out])
        #expect(
            lost.exitCode == 1
                && lost.output.hasSuffix("1 shard is missing.\n  run the same download command again to fetch it\n"),
            "\(lost.output)")
        let look = try ToolRun(["inspect", out])
        #expect(look.output.contains("! shard 00001 that it had is missing: run the same"), "\(look.output)")
        #expect(try ToolRun(["inspect", out, "--json"]).output.contains(#""is_complete":false"#))

        let before = list.server.requests
        let again = try ToolRun(arguments)
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(list.server.requests - before <= 10)
        let last = try ToolRun(["verify", out, "--deep"])
        #expect(last.exitCode == 0, "\(last.output)")
        #expect(last.output.hasPrefix("4 shards · 40 rows"))
    }

    @Test(
        "Keys of a column, kept originals, undecoded bytes and metadata alone are verified as they are",
        arguments: TestedFormats.all)
    func otherShapes(format: String) throws {
        let list = try SampleList(rows: 20, imagesOnly: true)
        var text = "url,uid\n"
        for index in 0..<20 {
            text += "\(list.server.url(list.catalog.row(index).path)),\(index == 7 ? "a/b" : "key\(index)")\n"
        }
        let path = try list.folder.write("keyed.csv", text)
        for (number, options) in [
            ["--encode-format", "original"], ["--disable-all-reencoding"], ["--save-metadata-only"],
        ].enumerated() {
            let out = list.folder.path("out\(number)")
            let run = try ToolRun(
                [
                    "download", "--url-list", path, "--output-folder", out, "--key-col", "uid",
                    "--output-format", format, "--allow-private-addresses",
                ] + options)
            #expect(run.exitCode == 0, "\(run.errors)")
            let verified = try ToolRun(["verify", out, "--deep"])
            #expect(verified.exitCode == 0, "\(verified.output)")
            #expect(verified.output.hasPrefix("1 shard · 20 rows · \(number == 2 ? 0 : 19) images"))
        }
    }

    @Test("Without a dataset verify ends with 2, and --help tells all codes")
    func exitCodes() throws {
        let folder = try TemporaryFolder()
        #expect(try ToolRun(["verify", folder.path("nothing")]).exitCode == 2)
        let help = try ToolRun(["verify", "--help"])
        #expect(help.exitCode == 0 && help.output.contains("Exit codes: 0 everything is sound"))
    }
}
