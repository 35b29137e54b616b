// Conditions on the rows of lists of several formats and files.

import DatasetModel
import Foundation
import RowSelection
import Tables
import TestSupport
import Testing
import URLLists

@Suite("Conditions on a URL list")
struct ConditionedListTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func options(_ condition: String, paths: [String], url: String = "URL") throws -> URLListOptions {
        var options = URLListOptions(paths: paths, urlColumn: url)
        options.conditions = [try FilterCondition(condition)]
        return options
    }

    private func urls(_ reader: URLListReader) throws -> [String?] {
        var urls: [String?] = []
        while let shard = try reader.next() { urls += (0..<shard.rows.rowCount).map { shard.urls.string($0) } }
        return urls
    }

    @Test("Row groups that cannot match are not read, and said before the run and after it")
    func passesOverRowGroups() throws {
        let path = try folder.writeParquet("laion.parquet", rows: 400, rowGroupRows: 50)
        // The first row groups' data become rubbish; a reader that touched them would fail.
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for place in 4..<(bytes.count / 3) { bytes[place] = 0xAA }
        try bytes.write(to: URL(fileURLWithPath: path))
        let list = try URLList(options("SAMPLE_ID >= 330 and SAMPLE_ID < 355 and SAMPLE_ID != 340", paths: [path]))
        #expect(list.isSelected)
        #expect(list.rowGroups.all == 8 && list.rowGroups.passedOver == 6)
        let reader = URLListReader(list, rowsPerShard: 10)
        #expect(try urls(reader) == (330..<355).filter { $0 != 340 }.map { "http://a/\($0).jpg" })
        let tally = try #require(reader.selectionTally)
        #expect(tally.rowsRead == 100 && tally.rowsKept == 24)
        #expect(tally.rowGroups == 8 && tally.rowGroupsSkipped == 6 && tally.rowsSkipped == 300)
        #expect(tally.removals.map(\.rows) == [76] && tally.removals.map(\.rowsUnread) == [300])
    }

    @Test("Each of several conditions has its own count, of rows that were read and of those that were not")
    func ownCounts() throws {
        let path = try folder.writeParquet("laion.parquet", rows: 400, rowGroupRows: 50)
        var options = try options("SAMPLE_ID >= 120", paths: [path])
        options.conditions.append(try FilterCondition("SAMPLE_ID < 130", option: "--min-width"))
        let reader = URLListReader(try URLList(options), rowsPerShard: 10)
        #expect(try urls(reader).count == 10)
        let tally = try #require(reader.selectionTally)
        #expect(tally.removals.map(\.name) == ["where", "min-width"])
        // The first two groups and 20 rows of the third; 20 more of that and the last five groups.
        #expect(tally.removals.map(\.rows) == [20, 20] && tally.removals.map(\.rowsUnread) == [100, 250])
        #expect(tally.rowsSkipped == 350)
    }

    @Test(
        "Every format is asked by its own types",
        arguments: [
            ("list.csv", "u,w,t\nu0,512,a\nu1,300,b\nu2,,c\nu3,600,d\n"),
            ("list.tsv", "u\tw\tt\nu0\t512\ta\nu1\t300\tb\nu2\t\tc\nu3\t600.0\td\n"),
            (
                "list.jsonl",
                "{\"u\":\"u0\",\"w\":512,\"t\":\"a\"}\n{\"u\":\"u1\",\"w\":300}\n{\"u\":\"u2\",\"w\":null}\n{\"u\":\"u3\",\"w\":600}\n"
            ),
            (
                "list.json",
                "[{\"u\":\"u0\",\"w\":512},{\"u\":\"u1\",\"w\":300},{\"u\":\"u2\"},{\"u\":\"u3\",\"w\":600.5}]"
            ),
        ])
    func everyFormat(name: String, text: String) throws {
        let path = try folder.write(name, text)
        let reader = URLListReader(try URLList(options("w >= 512", paths: [path], url: "u")), rowsPerShard: 10)
        #expect(try urls(reader) == ["u0", "u3"])
        #expect(reader.selectionTally?.rowsRead == 4)
    }

    @Test("A text list's own lines are asked, and what is no number counts as null and is reported")
    func textLists() throws {
        let lines = try folder.write("list.txt", "http://a/1.jpg\nhttp://b/2.png\n")
        let reader = URLListReader(
            try URLList(options("url ends with '.jpg'", paths: [lines], url: "x")), rowsPerShard: 10)
        #expect(try urls(reader) == ["http://a/1.jpg"])
        let many = String(repeating: "u,600\n", count: 110_000)
        let csv = try folder.write("list.csv", "URL,w\n" + many + "u,wide\n")
        let misfit = URLListReader(try URLList(options("w >= 512", paths: [csv])), rowsPerShard: 100_000)
        #expect(try urls(misfit).count == 110_000)
        #expect(misfit.warnings == [URLListWarning(kind: .lostForChoosing, file: csv, column: "w", count: 1)])
    }

    @Test(
        "A column that begins with nulls fits every condition, and its later values are taken as what they are asked for"
    )
    func lateValues() throws {
        let empty = String(repeating: "u,,\n", count: 2000)
        let csv = try folder.write(
            "list.csv", "URL,w,m\n" + empty + String(repeating: "u,,\n", count: 120_000) + "late,600,true\n")
        for condition in ["w >= 512", "m == true", "m", "w is not null and not m == false", "-w < 0"] {
            let reader = URLListReader(try URLList(options(condition, paths: [csv])), rowsPerShard: 1000)
            #expect(try urls(reader) == ["late"], "\(condition)")
        }
    }

    @Test("Every file's types are checked before the run, and the file is named")
    func checksEveryFile() throws {
        try folder.write("a.csv", "URL,w\nu,1\n")
        let second = try folder.write("b.csv", "URL,w\nu,wide\n")
        let failure = #expect(throws: URLListError.self) { try URLList(options("w >= 512", paths: [folder.path])) }
        #expect(failure?.category == .badCondition)
        #expect(
            failure?.message == """
                --where, \(second): w holds text, 512 is a number.
                  w >= 512
                  ^^^^^^^^
                  write "512" for the text, or number(w) for the number it is
                """)
        let list = try URLList(options("number(w) >= 1", paths: [folder.path]))
        #expect(try urls(URLListReader(list, rowsPerShard: 5)) == ["u"])
        try folder.write("c.csv", "URL\nu\n")
        let missing = #expect(throws: URLListError.self) {
            try URLList(options("number(w) >= 1", paths: [folder.path]))
        }
        #expect(missing?.category == .unknownColumn)
        #expect(missing?.detail.contains("c.csv has no column \"w\"") == true)
    }

    @Test("An unknown column: its place, the nearest name and all names")
    func tellsUnknownColumn() throws {
        let path = try folder.writeParquet("laion.parquet", rows: 5)
        let failure = #expect(throws: URLListError.self) {
            try URLList(options("URL contains '1' and\n SAMPLE_IT > 3", paths: [path]))
        }
        #expect(
            failure?.message == """
                --where: \(path) has no column "SAMPLE_IT". Did you mean "SAMPLE_ID"?
                   SAMPLE_IT > 3
                   ^^^^^^^^^
                  columns: SAMPLE_ID, URL, TEXT, box
                """)
    }

    @Test("A count reads the columns it is asked for alone, and counts sizes where there are any")
    func counts() throws {
        let csv = try folder.write(
            "list.csv",
            "URL,WIDTH,HEIGHT,box\n" + (0..<300).map { "u\($0),\($0 * 10),\(2000),x\n" }.joined() + "u,,5,\nu,7\n")
        var options = try options("HEIGHT == 2000 and WIDTH < 2000", paths: [csv], url: "no such column")
        options.countsOnly = true
        let counts = try SelectionCounter(URLList(options)).counts()
        #expect(counts.tally.rowsRead == 302 && counts.tally.rowsKept == 200 && counts.tally.brokenRows == 1)
        #expect(counts.tally.removals == [.init(name: "where", rows: 101)])
        #expect(counts.sizes == [200, 200, 97, 200, 148, 200, 174])
        options.conditions = []
        let all = try SelectionCounter(URLList(options)).counts()
        #expect(all.tally.rowsKept == 302 && all.tally.removals.isEmpty)
        #expect(all.sizes.first == 300)
        let lines = URLListOptions(paths: [try folder.write("list.txt", "a\nb\n\nc\n")])
        var plain = lines
        plain.countsOnly = true
        #expect(try SelectionCounter(URLList(plain)).counts().tally.rowsKept == 3)
        var parquet = URLListOptions(paths: [try folder.writeParquet("a.parquet", rows: 2500)])
        parquet.countsOnly = true
        let unread = try SelectionCounter(URLList(parquet)).counts()
        #expect(unread.tally.rowsKept == 2500 && unread.sizes.isEmpty)
    }
}
