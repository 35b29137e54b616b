// What is said about a list that is wrong.

import Foundation
import TestSupport
import Testing
import URLLists

@Suite("Mistakes with a URL list")
struct ListMistakeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func mistake(_ options: URLListOptions) throws -> URLListError {
        try #require(#expect(throws: URLListError.self) { try URLList(options) })
    }

    @Test("A column in another case is suggested, and the columns are listed")
    func suggestsCase() throws {
        let path = try folder.writeParquet("laion.parquet", rows: 3)
        let mistake = try mistake(URLListOptions(paths: [path]))
        #expect(mistake.category == .unknownColumn)
        #expect(
            mistake.message == """
                \(path) has no column "url". Did you mean "URL"?
                  columns: SAMPLE_ID, URL, TEXT, box
                """)
    }

    @Test("A mistyped column is suggested; a strange one is not")
    func suggestsNearest() throws {
        let path = try folder.write("a.csv", "url,caption,similarity\nu,c,1\n")
        let near = try mistake(URLListOptions(paths: [path], captionColumn: "capton"))
        #expect(near.detail == "\(path) has no column \"capton\". Did you mean \"caption\"?")
        let far = try mistake(URLListOptions(paths: [path], additionalColumns: ["hash"]))
        #expect(far.detail == "\(path) has no column \"hash\".")
        #expect(far.hints == ["columns: url, caption, similarity"])
    }

    @Test("Every file of a folder is asked for its columns before the run")
    func checksEveryFile() throws {
        try folder.write("a.csv", "url\nu\n")
        let second = try folder.write("b.csv", "link\nu\n")
        let mistake = try mistake(URLListOptions(paths: [folder.path]))
        #expect(mistake.category == .unknownColumn)
        #expect(mistake.detail.hasPrefix(second))
    }

    @Test("Columns with names the dataset keeps are refused", arguments: ["url", "key", "width", "sha256", "caption"])
    func refusesReserved(name: String) throws {
        let path = try folder.write("a.csv", "url,\(name)\nu,1\n")
        let mistake = try mistake(URLListOptions(paths: [path], additionalColumns: [name]))
        #expect(mistake.category == .reservedName)
        #expect(mistake.detail.contains("\"\(name)\""))
    }

    @Test("A missing file is named, and one with a similar name suggested")
    func namesMissingFile() throws {
        try folder.write("laion.csv", "url\nu\n")
        let mistake = try mistake(URLListOptions(paths: [folder.path("lion.csv")]))
        #expect(mistake.category == .notFound)
        #expect(mistake.detail == "No file \(folder.path("lion.csv")). Did you mean \"laion.csv\"?")
    }

    @Test(
        "A list without rows is refused, whatever its format",
        arguments: [
            ("a.txt", ""), ("a.txt", "\n\n"), ("a.csv", ""), ("a.csv", "url,caption\n"), ("a.json", "[]"),
            ("a.jsonl", "\n"), ("a.json", "{}"),
        ])
    func refusesEmpty(name: String, text: String) throws {
        let path = try folder.write(name, text)
        #expect(try mistake(URLListOptions(paths: [path])).category == .empty)
    }

    @Test("An empty parquet list is refused; an empty file among others is not")
    func passesOverEmptyFile() throws {
        let empty = try folder.writeParquet("a.parquet", rows: 0)
        #expect(try mistake(URLListOptions(paths: [empty], urlColumn: "URL")).category == .empty)
        try folder.writeParquet("b.parquet", rows: 4)
        let list = try URLList(URLListOptions(paths: [folder.path], urlColumn: "URL"))
        #expect(list.totalRows == 4)
        #expect(list.files.map(\.path) == [folder.path("b.parquet")])
    }

    @Test("A folder or a pattern without matching files is refused")
    func refusesNoMatch() throws {
        try folder.write("a.csv", "url\nu\n")
        let inFolder = try mistake(URLListOptions(paths: [folder.path], inputFormat: "parquet"))
        #expect(inFolder.category == .noMatchingFile)
        let pattern = try mistake(URLListOptions(paths: [folder.path("*.tsv")]))
        #expect(pattern.category == .noMatchingFile)
        #expect(pattern.message == "No file matches \(folder.path("*.tsv")).\n  in \(folder.path)/: a.csv")
    }

    @Test("Formats: an unknown one is refused with the nearest, an untold one asked for, a mixed folder refused")
    func refusesFormats() throws {
        let path = try folder.write("list", "http://a\twords\n")
        let unknown = try mistake(URLListOptions(paths: [path], inputFormat: "cvs"))
        #expect(unknown.category == .unknownFormat)
        #expect(unknown.detail == "There is no input format \"cvs\". Did you mean \"csv\"?")
        #expect(try mistake(URLListOptions(paths: [path], inputFormat: "parquet.gz")).category == .unknownFormat)
        #expect(try mistake(URLListOptions(paths: [path])).category == .unknownFormat)
        // Lines that begin as URLs need no name: img2dataset's default is txt.
        let lines = try folder.write("lines", "HTTPS://a/b,c.jpg\nhttp://d\n")
        #expect(try URLList(URLListOptions(paths: [lines])).files.map(\.format) == [.txt])
        try folder.write("mixed/a.csv", "url\nu\n")
        try folder.write("mixed/a.txt", "u\n")
        #expect(try mistake(URLListOptions(paths: [folder.path("mixed")])).category == .unknownFormat)
    }

    @Test(
        "A file of another format than told is called damaged", arguments: ["parquet", "csv.gz", "csv.zst", "csv.bz2"])
    func refusesOtherBytes(format: String) throws {
        let path = try folder.write("list", "url\nhttp://a/and/so/on.jpg\n")
        let mistake = try mistake(URLListOptions(paths: [path], inputFormat: format))
        #expect(mistake.category == .malformed)
        #expect(mistake.detail.hasPrefix("\(path) is damaged or of another format: "))
    }

    @Test("A file given twice and something that is no file are refused")
    func refusesOddPaths() throws {
        let path = try folder.write("a.csv", "url\nu\n")
        #expect(try mistake(URLListOptions(paths: [path, folder.path("*.csv")])).category == .repeatedFile)
        #expect(try mistake(URLListOptions(paths: ["/dev/null"], inputFormat: "csv")).category == .unreadable)
        #expect(try mistake(URLListOptions(paths: [])).category == .badOption)
    }

    @Test("Options that a format cannot have are refused")
    func refusesOptions() throws {
        let txt = try folder.write("a.txt", "u\n")
        #expect(try mistake(URLListOptions(paths: [txt], captionColumn: "caption")).category == .unknownColumn)
        #expect(try mistake(URLListOptions(paths: [txt], columnNames: ["a", "b"])).category == .badOption)
        let parquet = try folder.writeParquet("a.parquet", rows: 1)
        #expect(try mistake(URLListOptions(paths: [parquet], columnNames: ["URL"])).category == .badOption)
        let csv = try folder.write("a.csv", "u\n")
        #expect(try mistake(URLListOptions(paths: [csv], columnNames: ["url", "url"])).category == .badOption)
        #expect(try mistake(URLListOptions(paths: [csv], additionalColumns: ["x", "x"])).category == .badOption)
    }
}
