// A dataset out of a dataset: every row, key and fact kept, images made anew, nothing fetched.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Reshape", .serialized)
struct ReshapeTests {
    @Test("Of a dataset that is not complete the finished shards are reshaped, and it is said that others are missing")
    func incomplete() throws {
        let made = try Made(["--part", "1/2"])
        let run = try made.reshape(["--image-size", "48", "--log-format", "json"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let words = "only the 2 finished shards of \(made.folder.path("out")) are reshaped: its run is not complete"
        #expect(run.errors.contains(#""text":"! "# + words), "\(run.errors)")
        #expect(run.errors.contains(#""source_incomplete":""# + words), "\(run.errors)")
        let text = try ToolRun(["reshape", made.folder.path("out"), "--output-folder", made.folder.path("text")])
        #expect(text.errors.contains("incomplete  " + words), "\(text.errors)")
        #expect(
            text.errors.contains("what is missing: img2shards finish \(made.folder.path("out"))\n"), "\(text.errors)")
        // Completed later, its first shards are not reshaped a second time into the same dataset.
        let (out, again) = (made.folder.path("out"), made.folder.path("text"))
        for suffix in [".tar", ".parquet", "_stats.json"] {
            try FileManager.default.copyItem(atPath: out + "/00000" + suffix, toPath: out + "/00001" + suffix)
        }
        let more = try ToolRun(["reshape", out, "--output-folder", again])
        #expect(more.exitCode == 2 && !more.errors.contains("extend"), "\(more.errors)")
        let twice = try ToolRun(["reshape", out, "--output-folder", again, "--incremental-mode", "extend"])
        #expect(twice.exitCode == 2 && twice.errors.contains("they would be there twice"), "\(twice.errors)")
        let whole = try Made()
        #expect(try !whole.reshape(["--log-format", "json"]).errors.contains("source_incomplete"))
    }

    /// A dataset made of the sample web, and runs of `reshape` over it.
    private struct Made {
        let folder: TemporaryFolder

        init(rows: Int = 60, samplesPerShard: Int = 25, _ options: [String] = []) throws {
            let server = try SampleWebServer()
            folder = try TemporaryFolder()
            var text = "url,caption\n"
            for row in 0..<rows {
                // One in five is too wide, and so a failed row.
                let (width, height) = [(90, 60), (60, 80), (200, 50), (120, 90), (64, 64)][row % 5]
                let image = SampleImage(
                    width: width, height: height, seed: UInt64(row), format: row % 7 == 3 ? .png : .jpg)
                text += "\(server.url(image.path)),\"caption, of \(row)\"\n"
            }
            let run = try ToolRun(
                [
                    "download", "--url-list", try folder.write("list.csv", text), "--caption-col", "caption",
                    "--output-folder", folder.path("out"), "--number-sample-per-shard", String(samplesPerShard),
                    "--allow-private-addresses", "--image-size", "96", "--max-aspect-ratio", "1.6",
                ] + options)
            #expect(run.exitCode == 0, "\(run.errors)")
            // Nothing is to be fetched from here on.
            server.stop()
        }

        func arguments(_ options: [String]) -> [String] {
            ["reshape", folder.path("out"), "--output-folder", folder.path("new")] + options
        }

        func reshape(_ options: [String]) throws -> ToolRun { try ToolRun(arguments(options)) }

        /// The rows of all tables of a folder.
        func rows(_ folder: String) throws -> [[String: String]] {
            try self.folder.names(in: folder).filter { $0.hasSuffix(".parquet") }
                .flatMap { try TextTable(self.folder.path("\(folder)/\($0)")).rows }
        }

        /// Expects a row in `new` for each that has an image, all as it was but for the size.
        func expectReshaped(side: Int, imageColumn: String? = nil) throws {
            let all = try rows("out")
            let old = all.filter { $0["status"] == "success" }
            let new = try rows("new")
            #expect(new.count == old.count && old.count > 20 && old.count < all.count)
            for (old, new) in zip(old, new) {
                var expected = old
                var found = new
                for name in ["width", "height"] {
                    expected[name] = nil
                    #expect(found.removeValue(forKey: name) == String(side))
                }
                for name in ["jpg", "png", "image"] {
                    expected[name] = nil
                    found[name] = nil
                }
                #expect(found == expected)
            }
        }
    }

    @Test("Every format is read and written", arguments: TestedFormats.all)
    func formats(format: String) throws {
        let made = try Made(["--output-format", format])
        let run = try made.reshape(["--image-size", "48", "--output-format", format, "--number-sample-per-shard", "25"])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(!run.errors.contains("img2shards retry"), "\(run.errors)")
        try made.expectReshaped(side: 48)
        let check = try ToolRun(["verify", made.folder.path("new")])
        #expect(check.exitCode == 0, "\(check.output)\(check.errors)")
        if let images = try WrittenImages(made.folder.path("new"), format: format) {
            #expect(Set(images.all.map(\.key)) == Set(try made.rows("new").compactMap { $0["key"] }))
        }
    }

    @Test("From one format into another, in another encoding")
    func otherFormat() throws {
        let made = try Made(["--output-format", "parquet", "--hf-image"])
        let options = ["--image-size", "40", "--encode-format", "png", "--no-json", "--no-caption-file"]
        let run = try made.reshape(options)
        #expect(run.exitCode == 0, "\(run.errors)")
        try made.expectReshaped(side: 40)
        let members = try WrittenDataset(made.folder.path("new")).members
        #expect(!members.isEmpty)
        #expect(members.allSatisfy { $0.key.hasSuffix(".png") && $0.value.starts(with: [0x89, 0x50, 0x4E, 0x47]) })
    }

    @Test("Shards are cut smaller, and filled over the borders of the dataset's")
    func shards() throws {
        let made = try Made()
        #expect(try made.reshape(["--image-size", "32", "--number-sample-per-shard", "7"]).exitCode == 0)
        try made.expectReshaped(side: 32)
        let spanning = ["--image-size", "32", "--number-sample-per-shard", "40", "--shards-span-files"]
        let run = try made.reshape(spanning + ["--incremental-mode", "overwrite"])
        #expect(run.exitCode == 0, "\(run.errors)")
        try made.expectReshaped(side: 32)
        let counts = try WrittenDataset(made.folder.path("new")).shards.map(\.rows.count)
        #expect(counts == [40, try made.rows("new").count - 40])
    }

    @Test("--where chooses rows by the dataset's own columns")
    func filtered() throws {
        let made = try Made()
        let run = try made.reshape(["--where", "original_width >= 90 and status == \"success\"", "--image-size", "32"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let wanted = try made.rows("out").filter {
            $0["status"] == "success" && Int($0["original_width"] ?? "") ?? 0 >= 90
        }
        #expect(!wanted.isEmpty)
        #expect(try made.rows("new").map { $0["key"] } == wanted.map { $0["key"] })
        let other = try made.reshape(["--where", "original_width >= 91", "--image-size", "32"])
        #expect(other.exitCode == 2 && other.errors.contains("--where"), "\(other.errors)")
        let unknown = try made.reshape(["--where", "orignal_width >= 91", "--incremental-mode", "overwrite"])
        #expect(unknown.exitCode == 2 && unknown.errors.contains("original_width"), "\(unknown.errors)")
    }

    @Test("Several sizes at once, and memory for hardly one image")
    func sizes() throws {
        let made = try Made()
        let run = try made.reshape(["--image-size", "32,64", "--memory-budget", "2KB"])
        #expect(run.exitCode == 0, "\(run.errors)")
        for side in ["32", "64"] {
            let rows = try made.rows("new/" + side)
            #expect(rows.allSatisfy { $0["width"] == side })
            #expect(
                rows.map { $0["sha256"] }
                    == (try made.rows("out").filter { $0["status"] == "success" }.map { $0["sha256"] }))
        }
    }

    @Test("A dataset without our record and columns is read as well")
    func foreign() throws {
        let made = try Made(["--no-extra-columns", "--compute-hash", "md5", "--no-extract-exif"])
        try FileManager.default.removeItem(atPath: made.folder.path("out/.img2shards"))
        let run = try made.reshape(["--resize-mode", "fit 48x30"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let names = try TextTable(made.folder.path("new/00000.parquet")).names
        #expect(names == (try TextTable(made.folder.path("out/00000.parquet")).names))
        #expect(names.contains("md5") && !names.contains("exif") && !names.contains("mime"))
    }

    @Test("Killed again and again, it goes on where it was")
    func killed() throws {
        let made = try Made(rows: 60, samplesPerShard: 25)
        let options = ["--image-size", "480", "--encode-format", "png", "--image-workers", "1"]
        let arguments = made.arguments(options + ["--number-sample-per-shard", "8"])
        for kill in 1...3 {
            let tool = try RunningTool(arguments)
            // So many shards later is a moment in the middle of one.
            while tool.process.isRunning {
                let names = (try? made.folder.names(in: "new")) ?? []
                if names.filter({ $0.hasSuffix("_stats.json") }).count >= kill { break }
                usleep(1000)
            }
            #expect(tool.process.isRunning, "the run ended before its kills")
            tool.send(SIGKILL)
            _ = tool.wait()
        }
        let run = try ToolRun(arguments)
        #expect(run.exitCode == 0, "\(run.errors)")
        try made.expectReshaped(side: 480)
        #expect(try ToolRun(["verify", made.folder.path("new")]).exitCode == 0)
        let again = try ToolRun(arguments)
        #expect(again.exitCode == 0, "\(again.errors)")
        let other = try ToolRun(made.arguments(["--image-size", "32", "--number-sample-per-shard", "8"]))
        #expect(other.exitCode == 2 && other.errors.contains("--image-size 480"), "\(other.errors)")
    }

    @Test("An image that is gone, and a shard that is cut, cost their rows and say so")
    func damage() throws {
        let files = try Made(["--output-format", "files"])
        let key = try #require(try files.rows("out").first { $0["status"] == "success" }?["key"])
        try FileManager.default.removeItem(atPath: files.folder.path("out/00000/\(key).jpg"))
        #expect(try files.reshape(["--image-size", "32"]).exitCode == 0)
        let lost = try files.rows("new").filter { $0["status"] != "success" }
        #expect(lost.map { $0["key"] } == [key] && lost[0]["error_class"] == "missing_image")

        let tars = try Made()
        let tar = tars.folder.path("out/00001.tar")
        let bytes = try Data(contentsOf: URL(filePath: tar))
        try bytes.prefix(bytes.count / 2).write(to: URL(filePath: tar))
        let run = try tars.reshape(["--image-size", "32"])
        #expect(run.exitCode == 0 && run.errors.contains("00001.tar"), "\(run.errors)")
        let failed = try tars.rows("new").filter { $0["status"] != "success" }
        #expect(!failed.isEmpty && failed.allSatisfy { $0["error_class"] == "damaged_shard" })
        #expect(try tars.rows("new").count == tars.rows("out").filter { $0["status"] == "success" }.count)
    }

    @Test("What is no dataset is distinguished from one before anything is written")
    func mistakes() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("empty"), withIntermediateDirectories: true)
        func expect(_ dataset: String, _ options: [String] = [], says words: String) throws {
            let run = try ToolRun(["reshape", dataset, "--output-folder", folder.path("new")] + options)
            #expect(run.exitCode == 2)
            #expect(run.errors.hasPrefix("error: ") && run.errors.contains(words), "\(run.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.path("new")))
        }
        try expect(folder.path("nowhere"), says: "neither a dataset's folder")
        try expect(folder.path("empty"), says: "has no shard")
        try folder.write("empty/00000_stats.json", "{}")
        try expect(folder.path("empty"), says: "has no images of its own")

        let made = try Made(rows: 6)
        let dataset = made.folder.path("out")
        try expect(dataset + "/00000.tar", says: "is one shard")
        try expect(dataset, ["--key-col", "caption"], says: "keeps the keys")
        try expect(dataset, ["--bbox-col", "caption"], says: "blur with download")
        try expect(dataset, ["--image-size", "0"], says: "--image-size cannot be 0")
        let same = try ToolRun(["reshape", dataset, "--output-folder", dataset + "/"])
        #expect(same.exitCode == 2 && same.errors.contains("is the dataset that is read"), "\(same.errors)")
        #expect(try ToolRun(["reshape", dataset]).exitCode == 2)

        let metadata = try Made(rows: 6, ["--save-metadata-only"])
        try expect(metadata.folder.path("out"), says: "has no images of its own")
    }
}
