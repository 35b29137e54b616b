// Rows chosen by what models computed: reshape --scores, --top.

import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("Scores", .serialized)
struct ScoreTests {
    /// A dataset of three shards whose list has similarities, and computed ones in files as `embed` writes them.
    private struct Scored {
        let folder: TemporaryFolder
        /// Of each image, by its URL.
        private(set) var computed: [String: Double] = [:]
        var out: String { folder.path("out") }
        var scores: String { folder.path("scores") }

        init(rows: Int = 48, format: String = "webdataset", _ options: [String] = []) throws {
            folder = try TemporaryFolder()
            let server = try SampleWebServer()
            let urls = (0..<rows).map { row in
                server.url("/image/64x48/photo/\(row).jpg?_=1" + (row % 10 == 3 ? "&status=404" : ""))
            }
            let list = folder.path("list.parquet")
            try Self.write(
                list,
                [
                    NewColumn(name: "url", values: .text(urls)),
                    NewColumn(name: "caption", values: .text((0..<rows).map { "caption \($0)" })),
                    NewColumn(name: "similarity", values: .double((0..<rows).map { 0.3 + Double($0) / 100 })),
                ], rows: rows)
            let run = try ToolRun(
                [
                    "download", "--url-list", list, "--caption-col", "caption", "--save-additional-columns",
                    "similarity", "--output-folder", out, "--output-format", format, "--number-sample-per-shard", "16",
                    "--retries", "0", "--allow-private-addresses", "--disable-all-reencoding",
                ] + options)
            #expect(run.exitCode == 0, "\(run.errors)")
            server.stop()
            try writeScores()
        }

        private static func write(_ path: String, _ columns: [NewColumn], rows: Int) throws {
            let batch = try ColumnBatch(rowCount: rows, columns: columns)
            // Small row groups, so that parts begin within some.
            var writer = try ParquetWriter(path: path, schema: batch.schema, rowGroupRows: 5)
            try writer.write(batch)
            try writer.finish()
        }

        /// Rows of each shard backwards, the shards in two files.
        private mutating func writeScores() throws {
            try FileManager.default.createDirectory(atPath: scores + "/metadata", withIntermediateDirectories: true)
            let shards = try WrittenDataset(out, hasTars: false).shards
            var number = 0.0
            for (file, shards) in [shards.prefix(2), shards.dropFirst(2)].enumerated() {
                let rows = shards.flatMap { $0.rows.filter { $0.status == "success" }.reversed() }
                var values: [Double] = []
                for row in rows {
                    number += 1
                    values.append(sin(number * 37) / 2)
                    computed[row.url ?? ""] = values.last
                }
                try Self.write(
                    scores + "/metadata/metadata_\(file).parquet",
                    [
                        NewColumn(name: "image_path", values: .text(rows.map(\.key))),
                        NewColumn(name: "caption", values: .text(rows.map(\.caption))),
                        NewColumn(name: "url", values: .text(rows.map(\.url))),
                        NewColumn(name: "similarity", values: .double(values)),
                        NewColumn(name: "nsfw_score", values: .double(values.map { ($0 + 0.5) / 2 })),
                        NewColumn(name: "NSFW", values: .text(values.map { $0 > 0.2 ? "UNSURE" : "UNLIKELY" })),
                        NewColumn(name: "aesthetic", values: .double(values.map { $0 * 10 })),
                    ], rows: rows.count)
            }
        }

        /// Leaves these rows of a file of scores.
        func keep(_ rows: [Int], ofFile file: Int) throws {
            let path = scores + "/metadata/metadata_\(file).parquet"
            let reader = try ParquetReader(path: path)
            try reader.start(
                atRowGroup: 0, batchRows: 1000,
                columns: reader.schema.fields.enumerated().map { ColumnChoice(column: $0, name: $1.name) })
            var batches: [ColumnBatch] = []
            while let batch = try reader.next() { batches.append(batch) }
            let kept = try ColumnBatch.concatenate(batches).taking(rows)
            var writer = try ParquetWriter(path: path, schema: kept.schema)
            try writer.write(kept)
            try writer.finish()
        }

        func reshape(_ options: [String], to target: String = "new") throws -> ToolRun {
            try ToolRun(
                [
                    "reshape", out, "--output-folder", folder.path(target), "--disable-all-reencoding",
                    "--number-sample-per-shard", "16",
                ] + (options.contains("--scores") ? [] : ["--scores", scores]) + options)
        }

        func rows(_ target: String = "new") throws -> [[String: String]] {
            try folder.names(in: target).filter { $0.hasSuffix(".parquet") }
                .flatMap { try TextTable(folder.path("\(target)/\($0)")).rows }
        }
    }

    @Test(
        "Conditions on computed columns choose rows; the columns come into tables and texts of every format",
        arguments: TestedFormats.all, ["numbered", "row"])
    func conditions(format: String, keys: String) throws {
        let scored = try Scored(format: format, ["--key-style", keys])
        // The list's own similarities are all above it.
        let run = try scored.reshape([
            "--where", "similarity <= 0.1 and NSFW == \"UNLIKELY\" and aesthetic > -4", "--output-format", format,
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        let rows = try scored.rows()
        let wanted = scored.computed.filter { $0.value <= 0.1 && $0.value > -0.4 }
        #expect(Set(rows.compactMap { $0["url"] }) == Set(wanted.keys) && rows.count == wanted.count && rows.count > 9)
        for row in rows {
            let value = try #require(wanted[row["url"] ?? ""])
            #expect(Double(row["similarity"] ?? "") == value && Double(row["aesthetic"] ?? "") == value * 10)
            #expect(row["NSFW"] == "UNLIKELY" && Double(row["nsfw_score"] ?? "") == (value + 0.5) / 2)
        }
        #expect(try ToolRun(["verify", scored.folder.path("new")]).exitCode == 0)
        guard format == "webdataset" else { return }
        let member = try #require(
            try WrittenDataset(scored.folder.path("new")).members.first { $0.key.hasSuffix(".json") })
        let json = try #require(try JSONSerialization.jsonObject(with: Data(member.value)) as? [String: Any])
        let value = try #require(wanted[json["url"] as? String ?? ""])
        #expect(abs((json["similarity"] as? Double ?? 9) - value) < 1e-12 && json["NSFW"] as? String == "UNLIKELY")
        let again = try scored.reshape(["--where", "similarity <= 0.1", "--output-format", format])
        #expect(again.exitCode == 2 && again.errors.contains("--where"), "\(again.errors)")
    }

    @Test("The highest share of the images is exact, counted before other conditions; shards may span the dataset's")
    func top() throws {
        let scored = try Scored()
        let sorted = scored.computed.values.sorted(by: >)
        #expect(try scored.reshape(["--top", "similarity:30%"]).exitCode == 0)
        let best = try scored.rows().compactMap { $0["similarity"].flatMap(Double.init) }
        #expect(best.sorted(by: >) == Array(sorted.prefix(sorted.count * 3 / 10)))
        let options = ["--top", "similarity:20", "--top", "nsfw_score:0.25", "--where", "similarity < 0.49"]
        #expect(try scored.reshape(options + ["--shards-span-files"], to: "both").exitCode == 0)
        let both = try scored.rows("both").compactMap { $0["similarity"].flatMap(Double.init) }
        #expect(both.sorted(by: >) == sorted.prefix(sorted.count / 4).filter { $0 < 0.49 })
        // Without scores the list's own column is taken, of rows that have an image.
        let own = try ToolRun([
            "reshape", scored.out, "--output-folder", scored.folder.path("own"), "--top", "similarity:5",
            "--disable-all-reencoding",
        ])
        #expect(own.exitCode == 0 && own.errors.contains("similarity >= 0.72"), "\(own.errors)")
        #expect(try scored.rows("own").compactMap { $0["caption"] } == [42, 44, 45, 46, 47].map { "caption \($0)" })
    }

    @Test("download and count take the highest rows of a list, from text files, too")
    func lists() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let lines = (0..<20).map { "\(server.url("/image/64x48/photo/\($0).jpg")),\(($0 * 7) % 20)\n" }
        let list = try folder.write("list.csv", "url,score\n" + lines.joined())
        let count = try ToolRun(["count", "--url-list", list, "--top", "score:25%", "--json"])
        #expect(count.exitCode == 0 && count.output.contains("\"kept\":5"), "\(count.output)\(count.errors)")
        let run = try ToolRun([
            "download", "--url-list", list, "--top", "score:25%", "--output-folder", folder.path("out"),
            "--allow-private-addresses", "--save-additional-columns", "score",
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        let scores = try TextTable(folder.path("out/00000.parquet")).rows.compactMap { $0["score"] }
        #expect(Set(scores) == ["15", "16", "17", "18", "19"])
    }

    @Test("A second start does nothing; other scores in the same folder are noticed")
    func startedAgain() throws {
        let scored = try Scored()
        let options = ["--top", "similarity:50%"]
        #expect(try scored.reshape(options).exitCode == 0)
        let rows = try scored.rows()
        let again = try scored.reshape(options)
        #expect(again.exitCode == 0 && again.errors.contains("resuming: 3 shards done"), "\(again.errors)")
        #expect(try scored.rows() == rows)
        try scored.keep(Array(1..<29), ofFile: 0)
        let other = try scored.reshape(options)
        #expect(other.exitCode == 2 && other.errors.contains("--scores"), "\(other.errors)")
    }

    @Test("An image without scores is counted, has nulls, and meets no condition on them")
    func missing() throws {
        let scored = try Scored()
        try scored.keep(
            [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28],
            ofFile: 0)
        let run = try scored.reshape([])
        #expect(run.exitCode == 0 && run.errors.contains("2 images without scores"), "\(run.errors)")
        let rows = try scored.rows()
        #expect(rows.count == scored.computed.count && rows.count { $0["aesthetic"] == nil } == 2)
        for row in rows where row["similarity"] != nil {
            #expect(Double(row["similarity"] ?? "") == scored.computed[row["url"] ?? ""])
        }
        #expect(try scored.reshape(["--where", "similarity > -1"], to: "other").exitCode == 0)
        #expect(try scored.rows("other").count == scored.computed.count - 2)
    }

    @Test("Scores of another dataset, or of a part of it, and unknown columns are refused before anything is written")
    func refused() throws {
        let scored = try Scored()
        let other = try Scored(rows: 32)
        func expect(_ options: [String], says words: String) throws {
            let run = try scored.reshape(options)
            #expect(run.exitCode == 2 && run.errors.contains(words), "\(run.errors)")
            #expect(!FileManager.default.fileExists(atPath: scored.folder.path("new")))
        }
        try expect(["--scores", other.scores], says: "scores of another dataset")
        try expect(["--scores", other.scores], says: "img2shards embed \(scored.out) --output-folder")
        try expect(["--scores", scored.folder.path("nowhere")], says: "there is no")
        try expect(["--where", "aesthetics > 3"], says: "Did you mean \"aesthetic\"?")
        try expect(["--top", "aesthetics:3%"], says: "Did you mean \"aesthetic\"?")
        try expect(["--top", "aesthetic:130%"], says: "as in similarity:30%")
        try expect(["--top", "NSFW:10"], says: "has no number")
        try FileManager.default.removeItem(atPath: scored.scores + "/metadata/metadata_1.parquet")
        try expect([], says: "has no rows for")
        try FileManager.default.removeItem(atPath: scored.scores + "/metadata/metadata_0.parquet")
        try expect([], says: "there is no")
    }

    @Test(
        "What embed computes with a model is joined and filtered",
        .enabled(if: ModelTools.hasAll, "scripts/setup-models check installs them"))
    func embedded() throws {
        let scored = try Scored()
        try ModelTools.makeTinyModels(in: scored.folder.path)
        let model = { (name: String) in scored.folder.path(name + ".onnx") }
        let embed = try ToolRun([
            "embed", scored.out, "--output-folder", scored.folder.path("emb"), "--rows-per-file", "20",
            "--image-model", model("image"), "--text-model", model("text"), "--vocabulary", ModelTools.vocabulary,
            "--head", "caption_head=" + model("head"), "--head", "sha=" + model("head"),
        ])
        #expect(embed.exitCode == 0, "\(embed.errors)")
        let metadata = try scored.folder.names(in: "emb/metadata").flatMap {
            try TextTable(scored.folder.path("emb/metadata/\($0)")).rows
        }
        let values = metadata.compactMap { $0["similarity"].flatMap(Double.init) }.sorted(by: >)
        let run = try scored.reshape(["--scores", scored.folder.path("emb"), "--top", "similarity:50%"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let rows = try scored.rows()
        let kept = rows.compactMap { $0["similarity"].flatMap(Double.init) }
        #expect(kept.sorted(by: >) == Array(values.prefix(values.count / 2)))
        for row in rows {
            let wanted = metadata.first { $0["url"] == row["url"] }
            #expect(wanted?["caption_head"] == row["caption_head"] && row["sha"] != nil)
        }
    }
}
