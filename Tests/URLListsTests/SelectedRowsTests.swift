// A list of which some rows are wanted only.

import DatasetModel
import Foundation
import RowSelection
import Tables
import TestSupport
import Testing
import URLLists

@Suite("Reading the wanted rows of a URL list")
struct SelectedRowsTests {
    /// Keeps rows whose column is a multiple of three, and each of those once.
    private final class EachThirdOnce: RowSelector {
        let name = "third"
        let columns: [SelectorColumn]
        private var seen: Set<String> = []

        init(_ column: SelectorColumn) { columns = [column] }

        func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
            let text = batch.text(columns[0].batchName)
            for row in 0..<batch.rowCount where mask.keeps(row) {
                let digits = text?.string(row)?.filter(\.isNumber) ?? ""
                let isWanted = Int(digits).map { $0 % 3 == 0 } ?? false
                if !isWanted || !seen.insert(digits).inserted { mask.clear(row) }
            }
        }
    }

    /// Keeps the first rows.
    private final class FirstRows: RowSelector {
        let name = "first"
        let columns: [SelectorColumn] = []
        private var left: Int

        init(_ count: Int) { left = count }

        var isExhausted: Bool { left == 0 }

        func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
            for row in 0..<batch.rowCount where mask.keeps(row) {
                if left > 0 { left -= 1 } else { mask.clear(row) }
            }
        }
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func reader(
        _ options: URLListOptions, rowsPerShard: Int, spansFiles: Bool = false, skipping: Set<Int> = []
    ) throws -> URLListReader {
        URLListReader(
            try URLList(options), rowsPerShard: rowsPerShard, spansFiles: spansFiles,
            skip: { skipping.contains($0.number) })
    }

    private func shards(_ reader: URLListReader) throws -> [PlannedShard] {
        var shards: [PlannedShard] = []
        while let shard = try reader.next() { shards.append(shard) }
        return shards
    }

    private func urls(_ shards: [PlannedShard]) -> [String?] {
        shards.flatMap { shard in (0..<shard.rows.rowCount).map { shard.urls.string($0) } }
    }

    /// Three files, the last with rows of the first again.
    private func options(_ format: String, _ column: SelectorColumn) throws -> URLListOptions {
        for (file, first) in [0, 200, 90].enumerated() {
            if format == "parquet" {
                try folder.writeParquet("part-\(file).parquet", rows: 100, rowGroupRows: 30, firstID: first)
            } else {
                let rows = (first..<first + 100).map { "\($0),http://a/\($0).jpg,text \($0)\n" }
                try folder.write("part-\(file).csv", "SAMPLE_ID,URL,TEXT\n" + rows.joined())
            }
        }
        var options = URLListOptions(paths: [folder.path], urlColumn: "URL", captionColumn: "TEXT")
        options.selection = SelectionPlan([{ EachThirdOnce(column) }])
        return options
    }

    private static let wanted =
        (Array(0..<100) + Array(200..<300) + Array(100..<190)).filter { $0 % 3 == 0 }.map { "http://a/\($0).jpg" }

    @Test(
        "Shards hold wanted rows alone, and a skipped shard's rows are remembered",
        arguments: ["parquet", "csv"], [SelectorColumn.url, .list("SAMPLE_ID")])
    func choosesRows(format: String, column: SelectorColumn) throws {
        let options = try options(format, column)
        let whole = try reader(options, rowsPerShard: 7)
        let all = try shards(whole)
        #expect(urls(all) == Self.wanted)
        #expect(all.map(\.plan.rowCount) == [7, 7, 7, 7, 6, 7, 7, 7, 7, 5, 7, 7, 7, 7, 2])
        #expect(all.map(\.plan.firstRow).prefix(6) == [0, 7, 14, 21, 28, 0])
        #expect(all[0].rows.schema.fields.map(\.name) == ["caption", "url"])
        #expect(whole.rowsRead == Self.wanted.count)
        #expect(whole.fractionRead == 1)
        let tally = try #require(whole.selectionTally)
        #expect(tally.rowsRead == 300)
        #expect(tally.rowsKept == Self.wanted.count)
        #expect(tally.removals == [.init(name: "third", rows: 300 - Self.wanted.count)])
        // What is skipped was decided on as before.
        for skipped: Set<Int> in [[0, 1, 2, 3, 4], [0, 2, 5, 14], [3, 9, 10], Set(0..<15)] {
            let reader = try reader(options, rowsPerShard: 7, skipping: skipped)
            let rest = try shards(reader)
            let expected = all.filter { !skipped.contains($0.plan.id.number) }
            #expect(rest.map(\.plan) == expected.map(\.plan))
            #expect(urls(rest) == urls(expected))
            #expect(reader.selectionTally == tally)
        }
    }

    @Test("Shards that span files hold the wanted rows of each", arguments: ["parquet", "csv"])
    func spansFiles(format: String) throws {
        let options = try options(format, .list("SAMPLE_ID"))
        let all = try shards(reader(options, rowsPerShard: 25, spansFiles: true))
        #expect(urls(all) == Self.wanted)
        #expect(all.map(\.plan.rowCount) == [25, 25, 25, 22])
        let rest = try shards(reader(options, rowsPerShard: 25, spansFiles: true, skipping: [0, 2]))
        #expect(rest.map(\.plan) == [all[1], all[3]].map(\.plan))
        #expect(urls(rest) == urls([all[1], all[3]]))
    }

    @Test("Once no later row can be wanted, nothing more is read", arguments: ["parquet", "csv"])
    func stopsEarly(format: String) throws {
        var options = try options(format, .url)
        options.selection = SelectionPlan([{ EachThirdOnce(.url) }, { FirstRows(30) }])
        let list = try URLList(options)
        // Found damaged if it were opened again.
        try folder.write("part-1." + format, "")
        try FileManager.default.removeItem(atPath: folder.path("part-2." + format))
        let reader = URLListReader(list, rowsPerShard: 20)
        let all = try shards(reader)
        #expect(urls(all) == Array(Self.wanted.prefix(30)))
        #expect(all.map(\.plan.rowCount) == [20, 10])
        #expect(reader.fractionRead == 1)
        #expect(reader.selectionTally?.removals.map(\.rows) == [66, 4])
    }

    @Test("Reading ends when it is told to, however far away the next wanted row is", arguments: ["parquet", "csv"])
    func stopsWhenTold(format: String) throws {
        var options = try options(format, .url)
        options.selection = SelectionPlan([{ FirstRows(300) }])
        for spansFiles in [false, true] {
            for skipping: Set<Int> in [[], Set(0..<1000)] {
                let reader = try reader(options, rowsPerShard: 5, spansFiles: spansFiles, skipping: skipping)
                var asked = 0
                reader.goesOn = {
                    asked += 1
                    return asked < 3
                }
                _ = try shards(reader)
                #expect(asked >= 3)
                #expect(try #require(reader.selectionTally).rowsRead < 300)
            }
        }
    }

    @Test("Rows that cannot be read are left out where rows are chosen, and counted")
    func countsBrokenRows() throws {
        let path = try folder.write("list.csv", "url,id\nu0,0\nu3\nu6,6\n\"u9,1\nu12,12,12\nu15,15\n")
        var options = URLListOptions(paths: [path])
        options.selection = SelectionPlan([{ EachThirdOnce(.list("id")) }])
        let reader = try reader(options, rowsPerShard: 10)
        let all = try shards(reader)
        #expect(urls(all) == ["u0", "u6", "u15"])
        #expect(all[0].brokenRows.isEmpty)
        #expect(reader.selectionTally?.brokenRows == 2)
        #expect(reader.selectionTally?.rowsRead == 6)
        #expect(reader.selectionTally?.removals.map(\.rows) == [1])
    }

    @Test("A column that rows are to be chosen by and that is not there is reported before the run")
    func tellsMissingColumn() throws {
        var options = try options("csv", .list("SAMPLE_IT"))
        let failure = #expect(throws: URLListError.self) { try URLList(options) }
        #expect(failure?.category == .unknownColumn)
        #expect(failure?.detail.contains("Did you mean \"SAMPLE_ID\"?") == true)
        options.captionColumn = nil
        options.selection = SelectionPlan([{ EachThirdOnce(.caption) }])
        #expect(throws: URLListError.self) { try URLList(options) }
    }
}
