// Datasets that are written to the Hub.

import Foundation
import HubStandIn
import SampleWeb
import TestSupport
import Testing

@Suite("Datasets on the Hub", .serialized)
struct HubOutputTests {
    private static let token = "hf_a_secret_of_the_tests"
    private let images: SmallImages
    private let hub: HubService

    init() throws {
        images = try SmallImages(rows: 120)
        hub = try HubService()
        hub.make("me/out", isPrivate: true)
        hub.accept(token: Self.token)
        hub.setPartSize(100_000)
    }

    private func arguments(
        _ format: String = "webdataset", state: String = "state", place: String = "hf://datasets/me/out/data",
        _ more: [String] = []
    ) -> [String] {
        var words = images.arguments(format, more, samplesPerShard: 25)
        words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = place
        return words + [
            "--order", "input", "--state-folder", images.folder.path(state), "--store-option", "commit-interval=0",
        ]
    }

    private func run(_ arguments: [String]) throws -> ToolRun {
        try ToolRun(arguments, environment: hub.environment.merging(["HF_TOKEN": Self.token]) { $1 })
    }

    /// The files below a folder of the dataset, written into a local one.
    private func copied(_ folder: String = "data", of dataset: String = "me/out") throws -> String {
        let name = "copy-\(UUID())"
        for (path, bytes) in hub.files(of: dataset) where path.hasPrefix(folder + "/") {
            try images.folder.write(name + "/" + path.dropFirst(folder.count + 1), Data(bytes))
        }
        return images.folder.path(name)
    }

    private func expectWhole(_ copy: String) throws {
        let dataset = try WrittenDataset(copy, hasTars: true)
        #expect(dataset.rows.map(\.url) == images.paths.map { images.server.url($0) })
        #expect(dataset.rows.enumerated().allSatisfy { ($0 % 20 == 7) == ($1.status != "success") })
        #expect(try ToolRun(["verify", copy, "--deep"]).exitCode == 0)
    }

    @Test("The dataset is the local one, in few commits, with a card; only its stats and its state stay here")
    func same() throws {
        let stored = try run(arguments())
        #expect(stored.exitCode == 0, "\(stored.errors)")
        let local = try ToolRun(images.arguments("webdataset", ["--order", "input"], samplesPerShard: 25))
        #expect(local.exitCode == 0, "\(local.errors)")
        let copy = try copied()
        try expectWhole(copy)
        for shard in 0..<5 {
            let name = "0000\(shard).tar"
            let there = try Data(contentsOf: URL(filePath: copy + "/" + name))
            #expect(try there == Data(images.folder.bytes(of: "out/" + name)), "\(name)")
        }
        #expect(hub.history(of: "me/out").count <= 12, "\(hub.history(of: "me/out"))")
        let card = String(decoding: hub.files(of: "me/out")["README.md"] ?? [], as: UTF8.self)
        #expect(card.contains("path: \"data/*.tar\"") && !card.contains("parquet"), "\(card)")
        let left = try images.folder.names(in: "state")
        #expect(left.allSatisfy { $0 == ".img2shards" || $0.hasSuffix("_stats.json") }, "\(left)")
        #expect(hub.takeFileRequests().allSatisfy { $0.headers["authorization"] == nil })
    }

    @Test("A card that a person wrote stays, and files of others stay")
    func card() throws {
        hub.commit(["readme.MD": Array("# Mine\n".utf8), "data/notes.txt": Array("mine".utf8)], to: "me/out")
        let run = try run(arguments())
        #expect(run.exitCode == 0, "\(run.errors)")
        let files = hub.files(of: "me/out")
        #expect(files["readme.MD"] == Array("# Mine\n".utf8) && files["README.md"] == nil)
        #expect(files["data/notes.txt"] == Array("mine".utf8))
    }

    @Test("A start on this machine and one on another have nothing to do; another dataset is not mixed with it")
    func resumed() throws {
        let first = try run(arguments())
        #expect(first.exitCode == 0, "\(first.errors)")
        let (fetched, commits) = (images.server.requests, hub.history(of: "me/out").count)
        for state in ["state", "other"] {
            let again = try run(arguments(state: state))
            #expect(again.exitCode == 0 && again.errors.contains("nothing to do"), "\(again.errors)")
        }
        #expect(images.server.requests == fetched)
        #expect(hub.history(of: "me/out").count <= commits + 4)
        let refused = try run(arguments(state: "third", ["--compute-hash", "md5"]))
        #expect(refused.exitCode == 2, "\(refused.errors)")
        #expect(refused.errors.contains("hf://datasets/me/out/data was begun with"), "\(refused.errors)")
        let anew = try run(arguments(state: "third", ["--compute-hash", "md5", "--incremental-mode", "overwrite"]))
        #expect(anew.exitCode == 0, "\(anew.errors)")
        try expectWhole(try copied())
    }

    @Test("A run that is killed again and again loses and repeats nothing, on this machine")
    func killed() throws {
        let images = try SmallImages(rows: 120, delayMilliseconds: 60)
        func words(_ state: String) -> [String] {
            var words = images.arguments("webdataset", samplesPerShard: 10)
            words[words.firstIndex(of: "--output-folder").map { $0 + 1 } ?? 0] = "hf://datasets/me/out/data"
            return words + [
                "--state-folder", images.folder.path(state), "--store-option", "commit-interval=0",
            ]
        }
        var random = SeededGenerator(state: 16)
        for _ in 0..<12 {
            let running = try RunningTool(
                words("state"), environment: hub.environment.merging(["HF_TOKEN": Self.token]) { $1 })
            usleep(UInt32.random(in: 50_000...900_000, using: &random))
            running.send(SIGKILL)
            _ = running.wait()
            // Whatever is visible is whole: stats and data of a shard come in one commit.
            let names = Set(hub.files(of: "me/out").keys)
            for shard in 0..<12 {
                let shown = [".tar", ".parquet", "_stats.json"].map {
                    names.contains("data/" + String(format: "%05d", shard) + $0)
                }
                #expect(Set(shown).count == 1, "shard \(shard): \(shown)")
            }
        }
        let last = try run(words("state"))
        #expect(last.exitCode == 0, "\(last.errors)")
        let name = "killed"
        for (path, bytes) in hub.files(of: "me/out") where path.hasPrefix("data/") {
            try images.folder.write(name + "/" + path.dropFirst(5), Data(bytes))
        }
        let dataset = try WrittenDataset(images.folder.path(name), hasTars: true)
        #expect(dataset.rows.compactMap(\.url).sorted() == images.paths.map { images.server.url($0) }.sorted())
    }

    @Test(
        "A dataset that is not there, a token that may not write, a Hub that does not answer: what to do, and no secret"
    )
    func refusals() throws {
        let missing = try run(arguments(place: "hf://datasets/me/none/data"))
        #expect(missing.exitCode != 0 && missing.errors.contains("create=private"), "\(missing.errors)")
        #expect(missing.errors.contains("hf repos create me/none --type dataset"), "\(missing.errors)")
        let made = try run(arguments(place: "hf://datasets/me/none/data", ["--store-option", "create=private"]))
        #expect(made.exitCode == 0, "\(made.errors)")
        #expect(hub.files(of: "me/none").keys.contains("data/00004.tar"))
        for (words, environment) in [
            ("does not know", ["HF_TOKEN": "hf_wrong"]), ("HF_ENDPOINT", ["HF_ENDPOINT": "http://127.0.0.1:1"]),
        ] {
            let run = try ToolRun(
                arguments(state: "refused"),
                environment: hub.environment.merging(["HF_TOKEN": Self.token]) { $1 }.merging(environment) { $1 })
            #expect(run.exitCode != 0 && run.errors.contains(words), "\(run.errors)")
            #expect(!run.errors.contains("hf_wrong") && !run.errors.contains(Self.token), "\(run.errors)")
        }
        for (place, words) in [
            ("hf://me/out", "hf://datasets/me/out"), ("hf://buckets/me/out", "hf buckets sync"),
            ("hf://datasets/me/out@\(String(repeating: "0a", count: 20))/data", "a branch"),
        ] {
            let run = try run(arguments(place: place))
            #expect(run.exitCode == 2 && run.errors.contains(words), "\(place): \(run.errors)")
        }
    }

    @Test(
        "datasets loads images and tables as the card says, with types that it need not infer",
        .enabled(if: HubTool.canLoad, "scripts/setup check installs datasets where Python can be had"))
    func loaded() throws {
        let words = arguments().filter { $0 != "--disable-all-reencoding" } + ["--image-size", "64"]
        let stored = try run(words)
        #expect(stored.exitCode == 0, "\(stored.errors)")
        let card = String(decoding: hub.files(of: "me/out")["README.md"] ?? [], as: UTF8.self)
        #expect(card.contains("dataset_info:") && card.contains("dtype: image") && !card.contains("num_"), "\(card)")
        let images = try HubTool.run(["load", "me/out", "default"], hub, token: Self.token)
        let rows = try #require(images["rows"] as? [[Any]])
        #expect(rows.count == 114)
        #expect(rows.allSatisfy { ($0[2] as? [Int]) == [64, 64] && ($0[1] as? [String: Any])?["sha256"] is String })
        #expect(Set(rows.compactMap { $0[0] as? String }).count == 114)
        let types = try #require(images["types"] as? [String: String])
        #expect(types.keys.sorted() == ["__key__", "__url__", "jpg", "json", "txt"] && types["jpg"] == "Image")
        let tables = try HubTool.run(["load", "me/out", "data/*.parquet"], hub, token: Self.token)
        #expect((tables["rows"] as? [Any])?.count == 120)
    }

    @Test(
        "The Hub's own client reads what was written",
        .enabled(if: HubTool.isHere, "scripts/setup check installs huggingface_hub where Python can be had"))
    func readByOthers() throws {
        let stored = try run(arguments())
        #expect(stored.exitCode == 0, "\(stored.errors)")
        let answer = try HubTool.run(["read", "me/out"], hub, token: Self.token)
        let files = try #require(answer["files"] as? [String: [Any]])
        #expect(files.keys.contains("data/00000.tar") && files.keys.contains("README.md"))
        #expect(files["data/00000.tar"]?.first as? Int == hub.files(of: "me/out")["data/00000.tar"]?.count)
    }
}
