// Which files a list consists of, and what their names tell.

import DatasetModel
import Foundation
import Tables
import TestSupport
import Testing
import URLLists

@Suite("Finding the files of a URL list")
struct ListFindingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func names(_ options: URLListOptions) throws -> [String] {
        try URLList(options).files.map { URL(fileURLWithPath: $0.path).lastPathComponent }
    }

    @Test("A folder stands for its own files of the format, in the order of their names")
    func readsFolder() throws {
        for name in ["b.csv", "a.csv", "B.csv", "c.txt", ".hidden.csv", "_notes.csv", "sub/d.csv", "a.csv.bak"] {
            try folder.write(name, "url\nu\n")
        }
        #expect(try names(URLListOptions(paths: [folder.path], inputFormat: "csv")) == ["B.csv", "a.csv", "b.csv"])
        #expect(try names(URLListOptions(paths: [folder.path + "/"], inputFormat: "txt")) == ["c.txt"])
    }

    @Test("Patterns match files in the order of their names, several lists keep theirs")
    func readsPatterns() throws {
        for name in ["p-2.csv", "p-1.csv", "q.csv", "p-1.tsv"] { try folder.write(name, "url\nu\n") }
        #expect(try names(URLListOptions(paths: [folder.path("p-*.csv")])) == ["p-1.csv", "p-2.csv"])
        #expect(try names(URLListOptions(paths: [folder.path("{q,p-?}.csv")])) == ["p-1.csv", "p-2.csv", "q.csv"])
        let both = URLListOptions(paths: [folder.path("q.csv"), folder.path("p-1.tsv")])
        #expect(try names(both) == ["q.csv", "p-1.tsv"])
    }

    @Test("A file whose name looks like a pattern is that file")
    func readsOddName() throws {
        let path = try folder.write("list[1].txt", "http://a\n")
        #expect(try names(URLListOptions(paths: [path])) == ["list[1].txt"])
    }

    @Test(
        "The name tells format and compression",
        arguments: [
            ("a.TXT", InputFormat.txt, InputCompression.none), ("a.b.csv", .csv, .none), ("a.jsonl", .jsonl, .none),
            ("a.ndjson", .jsonl, .none), ("a.json", .json, .none),
        ])
    func guesses(name: String, format: InputFormat, compression: InputCompression) throws {
        let path = try folder.write(name, format == .txt || format == .csv ? "url\nu\n" : "{\"url\": \"u\"}\n")
        let file = try URLList(URLListOptions(paths: [path])).files[0]
        #expect(file.format == format)
        #expect(file.compression == compression)
        #expect(file.rowCount == nil)
    }

    @Test("A compressed list is read by its name, or by the format given", arguments: ["a.csv.gz", "a.bin", "a.csv"])
    func readsCompressed(name: String) throws {
        let base64 = "H4sIAAAAAAACAystytFJTiwoyczP48ooKSmw0tdP1DfUyypI18nPS0UIGYGFSsrzuQDotjpcMgAAAA=="
        let bytes = try #require(Data(base64Encoded: base64))
        try bytes.write(to: URL(fileURLWithPath: folder.path(name)))
        let format = name.hasSuffix(".gz") ? nil : "csv.gz"
        let list = try URLList(URLListOptions(paths: [folder.path(name)], inputFormat: format))
        #expect(list.files[0].compression == .gz)
        let shard = try #require(try URLListReader(list, rowsPerShard: 10).next())
        #expect((0..<2).map { shard.urls.string($0) } == ["http://a/1.jpg", "http://a/2.jpg"])
    }

    @Test("Columns of a file without a header are named by the caller")
    func takesColumnNames() throws {
        let path = try folder.write("a.tsv", "cat\thttp://a/1.jpg\ndog\thttp://a/2.jpg\n")
        let options = URLListOptions(paths: [path], captionColumn: "caption", columnNames: ["caption", "url"])
        let shard = try #require(try URLListReader(URLList(options), rowsPerShard: 10).next())
        #expect(shard.urls.string(0) == "http://a/1.jpg")
        #expect(shard.captions?.string(1) == "dog")
        #expect(shard.plan.rowCount == 2)
    }
}
