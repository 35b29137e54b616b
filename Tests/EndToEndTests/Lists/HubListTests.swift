// Lists in datasets of the Hub.

import Foundation
import HubStandIn
import SampleWeb
import TestSupport
import Testing

@Suite("Lists on the Hub", .serialized)
struct HubListTests {
    private static let token = "hf_a_secret_of_the_tests"

    /// The lists of some images in a private dataset, in the folder `lists`.
    private static func service(_ lists: ListFormats) throws -> HubService {
        let service = try HubService()
        service.make("me/lists", isPrivate: true)
        service.accept(token: token)
        var files: [String: [UInt8]] = [:]
        for name in ListFormats.names { files["lists/" + name] = try lists.bytes(name) }
        service.commit(files, to: "me/lists")
        return service
    }

    private static func environment(_ service: HubService) -> [String: String] {
        service.environment.merging(["HF_TOKEN": token]) { $1 }
    }

    @Test("A list of every format gives the same shards, to the byte, as from the local file")
    func same() throws {
        let images = try SmallImages(rows: 60)
        let lists = try ListFormats(images)
        let service = try Self.service(lists)
        for name in ListFormats.names {
            let local = try ToolRun(lists.arguments(lists.path(name), named: name, output: "local-" + name))
            #expect(local.exitCode == 0, "\(local.errors)")
            let remote = try ToolRun(
                lists.arguments("hf://datasets/me/lists/lists/" + name, named: name, output: "remote-" + name),
                environment: Self.environment(service))
            #expect(remote.exitCode == 0, "\(remote.errors)")
            for shard in ["00000", "00001", "00002"] {
                let (own, theirs) = try (
                    images.folder.bytes(of: "local-\(name)/\(shard).tar"),
                    images.folder.bytes(of: "remote-\(name)/\(shard).tar")
                )
                #expect(own == theirs && own.count > 10_000, "\(name), shard \(shard)")
            }
        }
        #expect(service.takeFileRequests().allSatisfy { $0.headers["authorization"] == nil })
        #expect(service.takeRequests().allSatisfy { $0.headers["authorization"] == "Bearer " + Self.token })
    }

    @Test("Folders and patterns are read as local ones, and their files are not asked for one by one")
    func places() throws {
        let service = try HubService()
        service.make("o/n")
        service.setPageSize(3)
        let text = Array(("url,caption\n" + (0..<20).map { "http://a.example/\($0).jpg,c\n" }.joined()).utf8)
        let names = ["a/one.csv", "a/two.csv", "a/.three.csv", "a/_four.csv", "b/two.csv", "a b+%20/o=1.csv"]
        let first = service.commit(Dictionary(uniqueKeysWithValues: names.map { ($0, text) }), to: "o/n")
        service.tag("v1", first, of: "o/n")
        service.commit(["a/five.csv": text], to: "o/n")
        for (word, rows) in [
            ("hf://datasets/o/n/a", 60), ("hf://datasets/o/n@v1/a/", 40), ("hf://datasets/o/n@v1/a/*.csv", 60),
            ("hf://datasets/o/n@\(first)/*/two.csv", 40), ("hf://datasets/o/n/{a,b}/[ot]*.csv", 60),
            ("hf://datasets/o/n/a b+%20/o=?.csv", 20), ("HF://datasets/o/n/a b+%20/o=1.csv", 20),
        ] {
            _ = service.takeRequests()
            let run = try ToolRun(["count", "--url-list", word, "--json"], environment: service.environment)
            #expect(run.exitCode == 0, "\(word): \(run.errors)")
            #expect(run.output.contains("\"rows\":\(rows),"), "\(word): \(run.output)\(run.errors)")
            #expect(service.takeRequests().count { $0.path.contains("paths-info") } <= 1, "\(word)")
        }
    }

    @Test("What is not there, or not for us, is an error that helps")
    func missing() throws {
        let service = try HubService()
        service.make("o/n")
        service.make("o/private", isPrivate: true)
        service.make("o/gated", isGated: true)
        service.accept(token: Self.token)
        service.commit(["a/one.csv": Array("url\nhttp://h/1\n".utf8)], to: "o/n")
        service.commit(["one.csv": Array("url\nhttp://h/1\n".utf8)], to: "o/gated")
        for (word, token, words) in [
            ("hf://datasets/o/n/a/on.csv", "", "Did you mean \"one.csv\"?"),
            ("hf://datasets/o/n/c/*.csv", "", "No file matches"),
            ("hf://datasets/o/n/c/one.csv", "", "there is no folder hf://datasets/o/n/c"),
            ("hf://datasets/o/n@v9/a", "", "no such revision"), ("hf://datasets/o/none/a", "", "HF_TOKEN"),
            ("hf://datasets/o/private/a", "", "it is private"), ("hf://datasets/o/n/a", "hf_wrong", "does not know"),
            ("hf://datasets/o/gated/one.csv", "", "is gated"),
            ("hf://o/n/a", "", "hf://datasets/o/n/a"), ("hf://buckets/o/b/a", "", "hf buckets sync"),
            ("hf://datasets/o/n/a", "hf_a b", "characters"),
        ] {
            let run = try ToolRun(
                ["count", "--url-list", word], environment: service.environment.merging(["HF_TOKEN": token]) { $1 })
            #expect(run.exitCode == 2 && run.errors.contains(words), "\(word): \(run.errors)")
            #expect(!run.errors.contains("hf_wrong") && !run.errors.contains("Signature"), "\(run.errors)")
        }
        let nowhere = try ToolRun(
            ["count", "--url-list", "hf://datasets/o/n/a"], environment: ["HF_ENDPOINT": "http://127.0.0.1:1"])
        #expect(nowhere.exitCode == 75 && nowhere.errors.contains("HF_ENDPOINT"), "\(nowhere.errors)")
    }

    @Test("A start that resumes reads the commit with which the dataset was begun, although main has moved")
    func pinned() throws {
        let images = try SmallImages(rows: 60)
        let lists = try ListFormats(images)
        let service = try Self.service(lists)
        let words = lists.arguments("hf://datasets/me/lists/lists/list.csv", named: "list.csv", output: "out")
        let first = try ToolRun(words, environment: Self.environment(service))
        #expect(first.exitCode == 0 && first.errors.contains("is read at commit"), "\(first.errors)")
        let shard = try images.folder.bytes(of: "out/00002.tar")
        let text = try String(contentsOfFile: images.list, encoding: .utf8)
        service.commit(
            ["lists/list.csv": Array(text.replacing("caption 17\n", with: "caption 71\n").utf8)], to: "me/lists")
        for file in [".tar", ".parquet", "_stats.json"] {
            try FileManager.default.removeItem(atPath: images.folder.path("out/00002" + file))
        }
        try FileManager.default.removeItem(atPath: images.folder.path("out/.img2shards/checksums/00002"))
        let again = try ToolRun(words, environment: Self.environment(service))
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(again.errors.contains("with which the output folder was begun"), "\(again.errors)")
        #expect(try images.folder.bytes(of: "out/00002.tar") == shard)
        // A new dataset is of the new commit.
        let anew = try ToolRun(
            words + ["--incremental-mode", "overwrite"], environment: Self.environment(service))
        #expect(anew.exitCode == 0, "\(anew.errors)")
        #expect(try images.folder.bytes(of: "out/00000.tar") != shard)
        let table = try images.folder.bytes(of: "out/.img2shards/run.json")
        #expect(String(decoding: table, as: UTF8.self).contains("\"commit\""))
    }

    @Test("No file and no line of a run has the token in it")
    func secrecy() throws {
        let images = try SmallImages(rows: 20)
        let lists = try ListFormats(images)
        let service = try Self.service(lists)
        let run = try ToolRun(
            lists.arguments(
                "hf://datasets/me/lists/lists/list.csv", named: "list.csv", output: "out", ["--log-format", "json"]),
            environment: Self.environment(service))
        #expect(run.exitCode == 0, "\(run.errors)")
        let secrets = [Self.token, "Signature=secret"]
        #expect(secrets.allSatisfy { !(run.output + run.errors).contains($0) })
        let files = FileManager.default.enumerator(atPath: images.folder.path("out"))?.allObjects.compactMap {
            $0 as? String
        }
        for name in try #require(files) {
            guard let bytes = FileManager.default.contents(atPath: images.folder.path("out/" + name)) else { continue }
            #expect(secrets.allSatisfy { bytes.range(of: Data($0.utf8)) == nil }, "\(name)")
        }
    }
}
