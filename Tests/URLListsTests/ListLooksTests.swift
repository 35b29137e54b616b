// Lists that were meant otherwise: refused at the start with what to type, or noted.

import Foundation
import TestSupport
import Testing
import URLLists

@Suite("What a list looks like")
struct ListLooksTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func mistake(_ name: String, _ text: String, _ change: (inout URLListOptions) -> Void = { _ in }) throws
        -> URLListError
    {
        var options = URLListOptions(paths: [try folder.write(name, text)])
        change(&options)
        return try #require(#expect(throws: URLListError.self) { try URLList(options) })
    }

    private func notes(_ change: (inout URLListOptions) -> Void = { _ in }) throws -> [String] {
        var options = URLListOptions(paths: [folder.path])
        change(&options)
        return try URLList(options).notes
    }

    @Test(
        "A column of URLs that holds lists, numbers or truth is refused",
        arguments: [
            ("a.jsonl", "{\"url\":[\"http://a/1\",\"http://a/2\"]}\n", "lists"),
            ("a.jsonl", "{\"url\":1}\n", "numbers"),
            ("a.jsonl", "{\"url\":true}\n", "truth values"), ("a.csv", "url,x\n1,a\n2,b\n", "numbers"),
            ("a.json", "[{\"url\":1.5}]", "numbers"),
        ])
    func noURLs(name: String, text: String, what: String) throws {
        let mistake = try mistake(name, text)
        #expect(mistake.category == .badOption)
        #expect(mistake.detail.contains("the column \"url\" holds \(what), not URLs"), "\(mistake.detail)")
    }

    @Test("So are parquet's lists and numbers, whatever rows are in them")
    func noURLsInParquet() throws {
        let path = try folder.writeParquet("a.parquet", rows: 3)
        for (column, what) in [("box", "lists"), ("SAMPLE_ID", "numbers")] {
            let mistake = try #require(
                #expect(throws: URLListError.self) { try URLList(URLListOptions(paths: [path], urlColumn: column)) })
            #expect(mistake.detail.contains("holds \(what)"), "\(mistake.detail)")
        }
    }

    @Test("A txt list with tabs is refused with what to type, prose is no list; URLs with blanks are one")
    func txt() throws {
        let tabs = try mistake("a.txt", "http://a/1.jpg\ta cat\nhttp://a/2.jpg\ta dog\n")
        #expect(tabs.detail.contains("tabs"))
        #expect(
            tabs.hints.contains { $0.contains("--input-format tsv --column-names url,caption --caption-col caption") })
        let words = try mistake("a.txt", "http://a/1.jpg a cat\nhttp://a/2.jpg A dog.\nhttp://a/3.jpg\n")
        #expect(words.hints.contains { $0.contains("sed 's/ /\\t/'") }, "\(words)")
        let prose = try mistake("a.txt", "It was a dark night.\nThe rain fell and fell.\n")
        #expect(prose.detail.hasSuffix("is not a list of URLs: none of its first lines is a URL."))
        for text in [
            "http://a/my cat.jpg\nhttp://a/my dog.jpg\n", "http://a/b c/d\nhttp://a/b c?x=1\n", "http://a/1 b\n",
            "www.a.test/x y.jpg\n", "//a.test/x y\n", "x\n",
        ] {
            let path = try folder.write("b.txt", text)
            #expect(throws: Never.self) { try URLList(URLListOptions(paths: [path])) }
        }
    }

    @Test("A csv without a header is refused with how to name its columns; a name there twice is refused")
    func headers() throws {
        let mistake = try mistake("a.csv", "http://a/1.jpg,a cat\nhttp://a/2.jpg,a dog\n")
        #expect(mistake.hints.first == "if its first line is data, not names: --column-names url,caption")
        for (text, options) in [("url,url\na,b\n", nil), ("url,text,text\na,b,c\n", "text")] {
            let twice = try self.mistake("b.csv", text) { $0.captionColumn = options }
            #expect(twice.detail.contains("has more than one column"), "\(twice.detail)")
        }
    }

    @Test("A caption column that is not taken is noted, and one that is taken is not")
    func captions() throws {
        try folder.write("a.csv", "url,TEXT,n\nhttp://a/1,a cat,1\n")
        #expect(try notes() == ["no captions: the list has a column \"TEXT\"; to use it: --caption-col TEXT"])
        #expect(try notes { $0.captionColumn = "TEXT" } == [])
        #expect(try notes { $0.additionalColumns = ["TEXT"] } == [])
        #expect(try notes { $0.countsOnly = true } == [])
    }

    @Test("Lists in folders within the folder, and files without rows, are noted; other tools' files are not")
    func passedOver() throws {
        try folder.write("a.csv", "url\nhttp://a/1\n")
        for name in ["_SUCCESS", ".a.csv.crc", "README.md", "_sub/x.csv", "other/x.txt"] { try folder.write(name, "") }
        #expect(try notes() == [])
        try folder.write("b.csv", "url\n")
        try folder.write("c.csv", "")
        #expect(try notes() == ["\(folder.path("b.csv")) and 1 more files have no rows"])
        try folder.write("lang=de/part/x.csv.gz", "")
        let note = try #require(try notes().first)
        #expect(note.contains("as \(folder.path("lang=de/part/x.csv.gz"))"), "\(note)")
        #expect(note.hasSuffix("--url-list '\(folder.path)/*/*/*.csv.gz'"))
    }

    @Test("A folder of folders is refused with the pattern that reads them")
    func nested() throws {
        let list = try folder.write("top/lang=de/part-0.csv", "url\nhttp://a/1\n")
        let mistake = try #require(
            #expect(throws: URLListError.self) { try URLList(URLListOptions(paths: [folder.path("top")])) })
        let pattern = "\(folder.path("top"))/*/*.csv"
        #expect(mistake.hints.first?.hasSuffix("--url-list '\(pattern)'") == true)
        #expect(try URLList(URLListOptions(paths: [pattern])).files.map(\.path) == [list])
    }

    @Test("A list whose name is not UTF-8 is refused in a folder and by a pattern, with its bytes; another file is not")
    func names() throws {
        try folder.write("a.csv", "url\nhttp://a/1\n")
        func make(_ name: [UInt8]) throws {
            // Foundation gives no name that is not text.
            let octal = name.map { "\\" + String($0, radix: 8) }.joined()
            let shell = Process()
            shell.executableURL = URL(filePath: "/bin/sh")
            shell.arguments = ["-c", "printf 'url\\nhttp://a/2\\n' > \(folder.path)/\"$(printf '\(octal)')\""]
            try shell.run()
            shell.waitUntilExit()
        }
        try make([0xE9] + Array(".jpg".utf8))
        #expect(try notes() == [])
        try make(Array("caf".utf8) + [0xE9] + Array("é.csv".utf8))
        for path in [folder.path, folder.path("*.csv")] {
            let mistake = try #require(
                #expect(throws: URLListError.self) { try URLList(URLListOptions(paths: [path])) })
            #expect(mistake.detail == "\(folder.path)/caf\\xE9é.csv has a name that is not UTF-8.")
        }
    }
}
