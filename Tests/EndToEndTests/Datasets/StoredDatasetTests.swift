// Commands on datasets in stores.

import Foundation
import TestSupport
import Testing

@Suite(
    "Datasets in stores are read", .serialized,
    .enabled(if: !OtherStoreServer.Kind.installed.isEmpty, "scripts/setup check installs the servers"))
struct StoredDatasetTests {
    /// A dataset of 60 rows in shards of 25, in a folder here and in a store.
    private struct Dataset {
        let images: SmallImages
        let store: OtherStoreServer
        let kind: OtherStoreServer.Kind

        init(_ kind: OtherStoreServer.Kind, format: String = "webdataset") throws {
            images = try SmallImages(rows: 60)
            store = try OtherStoreServer(kind)
            self.kind = kind
            let run = try ToolRun(
                images.arguments(format, ["--order", "input"], output: "out", samplesPerShard: 25))
            #expect(run.exitCode == 0, "\(run.errors)")
            try putAll()
        }

        func putAll() throws {
            let names = FileManager.default.enumerator(atPath: folder)?.allObjects.compactMap { $0 as? String } ?? []
            for name in names {
                var isFolder: ObjCBool = false
                let path = folder + "/" + name
                guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                    continue
                }
                try store.put(path, as: "data/out/" + name)
            }
        }

        var folder: String { images.folder.path("out") }
        var place: String { "\(kind.scheme)://lists/data/out" }

        func run(_ words: [String]) throws -> ToolRun { try ToolRun(words, environment: store.environment) }
    }

    @Test(
        "inspect and verify say the same as of the local dataset, of all and of one shard",
        arguments: OtherStoreServer.Kind.installed)
    func looks(kind: OtherStoreServer.Kind) throws {
        let dataset = try Dataset(kind)
        for words in [["inspect"], ["verify"], ["verify", "--deep", "--workers", "2"]] {
            for shard in ["", "/00001.tar"] {
                let local = try dataset.run(words + [dataset.folder + shard])
                let stored = try dataset.run(words + [dataset.place + shard])
                #expect(local.exitCode == 0 && stored.exitCode == 0, "\(words) \(shard): \(stored.errors)")
                #expect(
                    stored.output == local.output.replacing(dataset.folder, with: dataset.place), "\(words) \(shard)")
            }
        }
    }

    @Test("A damaged shard is found, and the message names the place", arguments: OtherStoreServer.Kind.installed)
    func damage(kind: OtherStoreServer.Kind) throws {
        let dataset = try Dataset(kind)
        let path = dataset.folder + "/00001.tar"
        var bytes = try #require(FileManager.default.contents(atPath: path))
        for place in 2000..<2100 { bytes[place] ^= 0xFF }
        try bytes.write(to: URL(filePath: path))
        try dataset.store.put(path, as: "data/out/00001.tar")
        let run = try dataset.run(["verify", dataset.place])
        #expect(run.exitCode == 1 && run.output.contains("00001"), "\(run.output)")
        #expect(!(run.output + run.errors).contains("img2shards-mirror"), "\(run.output)\(run.errors)")
    }

    @Test("reshape gives the same bytes as of the local dataset", arguments: OtherStoreServer.Kind.installed)
    func reshape(kind: OtherStoreServer.Kind) throws {
        let dataset = try Dataset(kind)
        for (source, output) in [(dataset.folder, "local"), (dataset.place, "stored")] {
            for _ in 1...2 {
                let run = try dataset.run([
                    "reshape", source, "--output-folder", dataset.images.folder.path(output), "--image-size", "64",
                    "--output-format", "webdataset", "--order", "input",
                ])
                #expect(run.exitCode == 0, "\(source): \(run.errors)")
            }
        }
        let record = try String(decoding: dataset.images.folder.bytes(of: "stored/.img2shards/run.json"), as: UTF8.self)
        #expect(record.replacing("\\/", with: "/").contains("\(dataset.place)/00000.parquet"), "\(record)")
        for shard in ["00000", "00001", "00002"] {
            let (own, theirs) = try (
                dataset.images.folder.bytes(of: "local/\(shard).tar"),
                dataset.images.folder.bytes(of: "stored/\(shard).tar")
            )
            #expect(own == theirs && own.count > 10_000, "shard \(shard)")
        }
    }

    @Test("Other formats, and those with a folder for each shard", arguments: ["parquet", "tfrecord", "files"])
    func formats(format: String) throws {
        let dataset = try Dataset(.azure, format: format)
        let local = try dataset.run(["verify", dataset.folder])
        let stored = try dataset.run(["verify", dataset.place])
        #expect(stored.exitCode == 0, "\(stored.output)\(stored.errors)")
        #expect(stored.output == local.output.replacing(dataset.folder, with: dataset.place))
        let inspected = try dataset.run(["inspect", dataset.place, "--json"])
        #expect(
            inspected.exitCode == 0 && inspected.output.contains("\"images\":57"),
            "\(inspected.output)\(inspected.errors)")
    }

    @Test("verify --repair removes the damaged shard from the store, and nothing else")
    func repair() throws {
        let dataset = try Dataset(.azure)
        let before = Set(try dataset.store.keys())
        let path = try dataset.images.folder.write("short", "not a tar")
        try dataset.store.put(path, as: "data/out/00001.tar")
        let run = try dataset.run(["verify", dataset.place, "--repair"])
        #expect(run.exitCode == 1, "\(run.output)\(run.errors)")
        let gone = before.subtracting(try dataset.store.keys())
        #expect(gone.contains("data/out/00001_stats.json") && gone.contains("data/out/00001.tar"), "\(gone)")
        #expect(gone.allSatisfy { $0.contains("00001") }, "\(gone)")
        let again = try dataset.run(["verify", dataset.place, "--json"])
        #expect(again.output.contains("missing"), "\(again.output)")
    }

    @Test("What is no dataset, no bucket and no server is an error that says what to do")
    func missing() throws {
        let dataset = try Dataset(.azure)
        for (words, said) in [
            (["inspect", "az://lists/nothing"], "az://lists/nothing"),
            (["verify", "az://none/out"], "az://none"), (["inspect", "az://"], "az://CONTAINER"),
            (["inspect", dataset.place, "--store-option", "region=x"], "has no such option"),
            (["verify", dataset.place, "--store-option", "endpoint=http://127.0.0.1:1"], "does not answer"),
        ] {
            let run = try dataset.run(words)
            // What may be over soon has another exit code than what is wrong with the command.
            let code: Int32 = said == "does not answer" ? 75 : 2
            #expect(run.exitCode == code && run.errors.contains(said), "\(words): \(run.errors)")
            #expect(!run.errors.contains("img2shards-mirror"), "\(run.errors)")
        }
    }

    @Test("Nothing of it is left on this machine")
    func cleanliness() throws {
        let dataset = try Dataset(.azure)
        let folder = try TemporaryFolder()
        let environment = dataset.store.environment.merging(["TMPDIR": folder.path("")]) { $1 }
        let run = try ToolRun(["verify", dataset.place], environment: environment)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")).isEmpty)
        // One that a killed process left is removed by the next start.
        try folder.write("img2shards-mirror-4194303-1/left", "x")
        let next = try ToolRun(["inspect", dataset.place], environment: environment)
        #expect(next.exitCode == 0, "\(next.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")).isEmpty)
    }
}
