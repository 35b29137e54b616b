// Lists in stores other than moto's S3.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite(
    "Lists in Google's store, in Azure and in other servers that speak S3", .serialized,
    .enabled(if: !OtherStoreServer.Kind.installed.isEmpty, "scripts/setup check installs the servers"))
struct OtherStoreListTests {
    @Test(
        "A list of every format gives the same shards, to the byte, as from the local file",
        arguments: OtherStoreServer.Kind.installed)
    func same(kind: OtherStoreServer.Kind) throws {
        let images = try SmallImages(rows: 60)
        let (lists, store) = (try ListFormats(images), try OtherStoreServer(kind))
        for name in ListFormats.names {
            try store.put(lists.path(name), as: "lists/" + name)
            let local = try ToolRun(lists.arguments(lists.path(name), named: name, output: "local-" + name))
            #expect(local.exitCode == 0, "\(local.errors)")
            let stored = try ToolRun(
                lists.arguments("\(kind.scheme)://lists/lists/" + name, named: name, output: "stored-" + name),
                environment: store.environment)
            #expect(stored.exitCode == 0, "\(stored.errors)")
            for shard in ["00000", "00001", "00002"] {
                let (own, theirs) = try (
                    images.folder.bytes(of: "local-\(name)/\(shard).tar"),
                    images.folder.bytes(of: "stored-\(name)/\(shard).tar")
                )
                #expect(own == theirs && own.count > 10_000, "\(name), shard \(shard)")
            }
        }
    }

    /// `a/one.csv`, `a/two.csv`, `b/two.csv` and others, with 20 rows each.
    private static func smallStore(_ kind: OtherStoreServer.Kind) throws -> OtherStoreServer {
        let folder = try TemporaryFolder()
        let text = "url,caption\n" + (0..<20).map { "http://a.example/\($0).jpg,c\n" }.joined()
        let file = try folder.write("list.csv", text)
        let store = try OtherStoreServer(kind)
        for key in ["a/one.csv", "a/two.csv", "a/.three.csv", "a/_four.csv", "b/two.csv", "a b+%20/o=1.csv"] {
            try store.put(file, as: key)
        }
        return store
    }

    @Test(
        "Folders and patterns are read as local ones, and what is not there is an error that helps",
        arguments: OtherStoreServer.Kind.installed)
    func places(kind: OtherStoreServer.Kind) throws {
        let store = try Self.smallStore(kind)
        let bucket = "\(kind.scheme)://lists"
        for (word, rows) in [
            ("/a", 40), ("/a/", 40), ("/a/*.csv", 60), ("/*/two.csv", 40), ("/{a,b}/[ot]*.csv", 60), ("/a/??e.csv", 20),
            ("/a b+%20/o=?.csv", 20), ("/a b+%20/o=1.csv", 20),
        ] {
            let run = try ToolRun(["count", "--url-list", bucket + word, "--json"], environment: store.environment)
            #expect(run.exitCode == 0, "\(word): \(run.errors)")
            #expect(run.output.contains("\"rows\":\(rows),"), "\(word): \(run.output)")
        }
        for (word, words) in [
            ("\(bucket)/a/on.csv", "Did you mean \"one.csv\"?"), ("\(bucket)/c/*.csv", "No file matches"),
            ("\(bucket)/c/one.csv", "there is no folder \(bucket)/c"),
            ("\(kind.scheme)://none/a.csv", "there is no bucket none"), ("\(kind.scheme)://", "\(kind.scheme)://"),
        ] {
            let run = try ToolRun(["count", "--url-list", word], environment: store.environment)
            #expect(run.exitCode == 2 && run.errors.contains(words), "\(word): \(run.errors)")
        }
    }

    @Test("A store that is busy for a moment is asked again", arguments: OtherStoreServer.Kind.installed)
    func busy(kind: OtherStoreServer.Kind) throws {
        let store = try Self.smallStore(kind)
        try store.fail(3, with: 503)
        let run = try ToolRun(
            ["count", "--url-list", "\(kind.scheme)://lists/a/one.csv"], environment: store.environment)
        #expect(run.exitCode == 0, "\(run.errors)")
    }

    @Test(
        "A list that was replaced between two starts is compared with the finished shards",
        arguments: OtherStoreServer.Kind.installed)
    func replaced(kind: OtherStoreServer.Kind) throws {
        let images = try SmallImages(rows: 60)
        let (lists, store) = (try ListFormats(images), try OtherStoreServer(kind))
        try store.put(images.list, as: "list.csv")
        let words = lists.arguments("\(kind.scheme)://lists/list.csv", named: "list.csv", output: "out")
        for _ in 1...2 {
            let run = try ToolRun(words, environment: store.environment)
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        // Of the same size, with another row.
        let text = try String(contentsOfFile: images.list, encoding: .utf8)
        let other = try images.folder.write("other.csv", text.replacing("caption 17\n", with: "caption 71\n"))
        try store.put(other, as: "list.csv")
        for file in [".tar", ".parquet", "_stats.json"] {
            try FileManager.default.removeItem(atPath: images.folder.path("out/00002" + file))
        }
        try FileManager.default.removeItem(atPath: images.folder.path("out/.img2shards/checksums/00002"))
        let refused = try ToolRun(words, environment: store.environment)
        #expect(refused.exitCode == 2 && refused.errors.contains("list.csv was edited since"), "\(refused.errors)")
    }

    @Test("Rows that name images there have the images of the web", arguments: OtherStoreServer.Kind.installed)
    func rows(kind: OtherStoreServer.Kind) throws {
        let images = try SmallImages(rows: 20)
        let store = try OtherStoreServer(kind)
        var lines = "url,caption\n"
        for (number, path) in images.paths.enumerated() {
            lines += "\(kind.scheme)://lists/a b/\(number).jpg,caption \(number)\n"
            guard number % 20 != 7 else { continue }
            let file = images.folder.path("image")
            try Data(LocalRequest.send(images.server.url(path)).body).write(to: URL(filePath: file))
            try store.put(file, as: "a b/\(number).jpg")
        }
        let web = try ToolRun(images.arguments("webdataset", ["--order", "input"], output: "web"))
        #expect(web.exitCode == 0, "\(web.errors)")
        var words = images.arguments(
            "webdataset", ["--order", "input", "--allow-stores", "\(kind.scheme)://lists/a b"], output: "stored")
        words[2] = try images.folder.write("stored.csv", lines)
        let run = try ToolRun(words, environment: store.environment)
        #expect(run.exitCode == 0, "\(run.errors)")
        let (own, theirs) = try (
            WrittenDataset(images.folder.path("web")), WrittenDataset(images.folder.path("stored"))
        )
        func pictures(_ dataset: WrittenDataset) -> [String: [UInt8]] {
            dataset.members.filter { $0.key.hasSuffix(".jpg") }
        }
        #expect(pictures(own) == pictures(theirs) && pictures(theirs).count == 19)
        #expect(theirs.rows[7].error?.hasPrefix("HTTP Error 404") == true, "\(theirs.rows[7])")
    }

    @Test("Wrong credentials are an error that says where they come from, and has no secret")
    func denied() throws {
        let azure = try Self.smallStore(.azure)
        let endpoint = ["--store-option", "endpoint=\(azure.endpoint)"]
        let place = ["count", "--url-list", "az://lists@testaccount/a/one.csv"]
        let wrong = Data("another-secret".utf8).base64EncodedString()
        for environment in [
            ["AZURE_STORAGE_KEY": wrong], ["AZURE_STORAGE_SAS_TOKEN": "?sv=2024-08-04&sig=\(wrong)"],
            ["AZURE_STORAGE_CONNECTION_STRING": "AccountName=testaccount;SharedAccessSignature=sv=2024&sig=\(wrong)"],
        ] {
            let run = try ToolRun(place + endpoint, environment: environment)
            #expect(run.exitCode == 2 && run.errors.contains("denies access"), "\(run.errors)")
            #expect(run.errors.contains("AZURE_STORAGE_SAS_TOKEN"), "\(run.errors)")
            #expect(!run.errors.contains(wrong) && !run.errors.contains("sig"), "\(run.errors)")
        }
        let anonymous = try ToolRun(place + endpoint + ["--store-option", "anonymous=true"])
        #expect(anonymous.exitCode == 2 && anonymous.errors.contains("denies access"), "\(anonymous.errors)")
        let signed = try ToolRun(
            place + endpoint, environment: ["AZURE_STORAGE_SAS_TOKEN": "sv=2024&sig=a-signature-of-the-tests"])
        #expect(signed.exitCode == 0, "\(signed.errors)")
    }

    @Test("No credentials at all, and no server: what it is and what to do")
    func unreachable() throws {
        let nobody = ["HOME": "/nonexistent", "CLOUDSDK_CONFIG": "/nonexistent", "GCE_METADATA_ROOT": "127.0.0.1:1"]
        let refused = ["--store-option", "endpoint=http://127.0.0.1:1"]
        for (word, environment, words) in [
            ("gs://lists/a.csv", nobody, "GOOGLE_APPLICATION_CREDENTIALS"),
            ("az://lists@testaccount/a.csv", [:], "endpoint"),
            ("az://lists/a.csv", [:], "AZURE_STORAGE_ACCOUNT"),
        ] {
            let given = word.hasPrefix("az") ? refused + ["--store-option", "anonymous=true"] : refused
            let run = try ToolRun(["count", "--url-list", word] + given, environment: environment)
            // What may be over soon has another exit code than what is wrong with the command.
            let code: Int32 = words == "endpoint" ? 75 : 2
            #expect(run.exitCode == code && run.errors.contains(words), "\(word): \(run.errors)")
        }
    }

    @Test("An option that the store does not have is refused", arguments: ["region=x", "addressing=path", "timeout=3"])
    func foreignOption(word: String) throws {
        for place in ["gs://lists/a.csv", "az://lists/a.csv"] {
            let run = try ToolRun(["count", "--url-list", place, "--store-option", word])
            #expect(run.exitCode == 2 && run.errors.contains("has no such option"), "\(run.errors)")
        }
    }

    @Test("Hadoop's library is not here: what to set")
    func hadoop() throws {
        let run = try ToolRun(
            ["count", "--url-list", "hdfs://127.0.0.1:1/a.csv"], environment: ["HADOOP_HOME": "/nonexistent"])
        #expect(run.exitCode == 2 && run.errors.contains("HADOOP_HOME"), "\(run.errors)")
        #expect(run.errors.contains("CLASSPATH"), "\(run.errors)")
    }
}
