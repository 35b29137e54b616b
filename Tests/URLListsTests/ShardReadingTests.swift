// A list cut into shards.

import DatasetModel
import Foundation
import Tables
import TestSupport
import Testing
import URLLists

@Suite("Reading a URL list shard by shard")
struct ShardReadingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func shards(
        _ options: URLListOptions, rowsPerShard: Int, firstShard: Int = 0, skipping: Set<Int> = []
    ) throws -> [PlannedShard] {
        let reader = URLListReader(
            try URLList(options), rowsPerShard: rowsPerShard, firstShard: ShardID(firstShard),
            skip: { skipping.contains($0.number) })
        var shards: [PlannedShard] = []
        while let shard = try reader.next() { shards.append(shard) }
        #expect(reader.fractionRead == 1)
        return shards
    }

    private func urls(_ shard: PlannedShard) -> [String?] { (0..<shard.rows.rowCount).map { shard.urls.string($0) } }

    @Test("Shards of a parquet list cross its row groups, and hold additional columns, caption and URL in that order")
    func cutsParquet() throws {
        let path = try folder.writeParquet("laion.parquet", rows: 250, rowGroupRows: 60)
        let options = URLListOptions(
            paths: [path], urlColumn: "URL", captionColumn: "TEXT", additionalColumns: ["box", "SAMPLE_ID"])
        let list = try URLList(options)
        #expect(list.totalRows == 250)
        #expect(list.columns == ["box", "SAMPLE_ID", "caption", "url"])
        #expect(list.shardCount(rowsPerShard: 100) == 3)
        let shards = try shards(options, rowsPerShard: 100)
        #expect(
            shards.map(\.plan) == [
                ShardPlan(id: ShardID(0), file: path, firstRow: 0, rowCount: 100),
                ShardPlan(id: ShardID(1), file: path, firstRow: 100, rowCount: 100),
                ShardPlan(id: ShardID(2), file: path, firstRow: 200, rowCount: 50),
            ])
        #expect(shards.flatMap { urls($0) } == (0..<250).map { "http://a/\($0).jpg" })
        #expect(shards[1].captions?.string(5) == nil)
        #expect(shards[1].captions?.string(6) == "text 106")
        #expect(shards[0].rows.schema.fields.map(\.name) == list.columns)
        #expect(shards[0].rows.schema.fields[1].typeName == "int64")
        #expect(shards[0].rows.schema.fields[0].typeName.hasPrefix("list<"))
    }

    @Test("Skipped shards of a parquet list leave the others as they are", arguments: [30, 60, 100])
    func skipsParquet(rowsPerShard: Int) throws {
        let path = try folder.writeParquet("laion.parquet", rows: 500, rowGroupRows: 60)
        let options = URLListOptions(paths: [path], urlColumn: "URL")
        let all = try shards(options, rowsPerShard: rowsPerShard)
        let skipped: Set<Int> = [0, 1, 3]
        let rest = try shards(options, rowsPerShard: rowsPerShard, skipping: skipped)
        let expected = all.filter { !skipped.contains($0.plan.id.number) }
        #expect(rest.map(\.plan) == expected.map(\.plan))
        #expect(rest.flatMap { urls($0) } == expected.flatMap { urls($0) })
    }

    @Test("Data of row groups that hold finished shards only are not read")
    func leavesRowGroupsAlone() throws {
        let path = try folder.writeParquet("laion.parquet", rows: 400, rowGroupRows: 100)
        // The first row groups' data become rubbish; a reader that touched them would fail.
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for place in 4..<(bytes.count / 3) { bytes[place] = 0xAA }
        try bytes.write(to: URL(fileURLWithPath: path))
        let options = URLListOptions(paths: [path], urlColumn: "URL")
        let last = try shards(options, rowsPerShard: 100, skipping: [0, 1, 2])
        #expect(last.flatMap { urls($0) } == (300..<400).map { "http://a/\($0).jpg" })
        let failure = #expect(throws: URLListError.self) { try shards(options, rowsPerShard: 100) }
        #expect(failure?.category == .malformed)
    }

    @Test(
        "Shards never span files, and their numbers run on over parquet and text lists", arguments: ["parquet", "csv"])
    func numbersOverFiles(format: String) throws {
        for (file, rows) in [25, 10, 1].enumerated() {
            if format == "parquet" {
                try folder.writeParquet("part-\(file).parquet", rows: rows, firstID: file * 100)
            } else {
                let text = (0..<rows).map { "http://a/\(file * 100 + $0).jpg\n" }.joined()
                try folder.write("part-\(file).csv", "URL\n" + text)
            }
        }
        let options = URLListOptions(paths: [folder.path], urlColumn: "URL")
        let all = try shards(options, rowsPerShard: 10, firstShard: 7)
        #expect(all.map(\.plan.id.number) == [7, 8, 9, 10, 11])
        #expect(all.map(\.plan.firstRow) == [0, 10, 20, 0, 0])
        #expect(all.map(\.plan.rowCount) == [10, 10, 5, 10, 1])
        #expect(all.map { urls($0)[0] } == [0, 10, 20, 100, 200].map { "http://a/\($0).jpg" })
        let rest = try shards(options, rowsPerShard: 10, firstShard: 7, skipping: [7, 9, 10])
        #expect(rest.map(\.plan) == [all[1], all[4]].map(\.plan))
        #expect(rest.flatMap { urls($0) } == [all[1], all[4]].flatMap { urls($0) })
    }

    @Test("Broken rows keep their place in their shard, with the reason, after skipped shards too")
    func keepsBrokenRows() throws {
        let path = try folder.write("list.csv", "url,caption\nu0,a\nu1\nu2,\"x\ny\"\nu3,b\nu4,c,d\nu5,\n")
        let options = URLListOptions(paths: [path], captionColumn: "caption")
        let all = try shards(options, rowsPerShard: 2)
        #expect(all.map { urls($0) } == [["u0", nil], ["u2", "u3"], [nil, "u5"]])
        #expect(
            all.map(\.brokenRows) == [
                [1: "line 3 has 1 field instead of 2"], [:], [0: "line 7 has 3 fields instead of 2"],
            ])
        #expect(all[1].captions?.string(0) == "x\ny")
        let last = try shards(options, rowsPerShard: 2, skipping: [0, 1])
        #expect(last.map(\.brokenRows) == [all[2].brokenRows])
        #expect(last[0].plan == all[2].plan)
    }

    @Test("URLs and captions are text whatever they look like; a null URL is a row")
    func keepsText() throws {
        let path = try folder.write(
            "list.jsonl", "{\"url\": null, \"t\": 5}\n{\"url\": \"\", \"t\": [\"a\"]}\n{\"url\": 7}\n")
        let all = try shards(URLListOptions(paths: [path], captionColumn: "t"), rowsPerShard: 10)
        #expect(urls(all[0]) == [nil, "", "7"])
        #expect((0..<3).map { all[0].captions?.string($0) } == ["5", "[\"a\"]", nil])
        #expect(all[0].rows.schema.fields.map(\.typeName) == ["string", "string"])
    }

    @Test("What could not be taken as it stands is reported, file by file")
    func warns() throws {
        let many = String(repeating: "u,1\n", count: 110_000)
        let path = try folder.write("a.csv", "url,n\n" + many + "u,x\n")
        let latin = folder.path("b.csv")
        try (Data("url,n\ncaf".utf8) + [0xE9] + Data(",1\n".utf8)).write(to: URL(fileURLWithPath: latin))
        let options = URLListOptions(paths: [path, latin], additionalColumns: ["n"])
        let reader = URLListReader(try URLList(options), rowsPerShard: 50_000)
        var rows = 0
        while let shard = try reader.next() { rows += shard.rows.rowCount }
        #expect(rows == 110_002)
        #expect(reader.rowsRead == rows)
        #expect(
            reader.warnings == [
                URLListWarning(kind: .lostValues, file: path, column: "n", count: 1),
                URLListWarning(kind: .repairedText, file: latin, column: "url", count: 1),
            ])
    }

    @Test("The share of a text list that was read grows with it")
    func tellsFraction() throws {
        let path = try folder.write("list.txt", (0..<400_000).map { "http://host.example/\($0).jpg\n" }.joined())
        let reader = URLListReader(try URLList(URLListOptions(paths: [path])), rowsPerShard: 10_000)
        #expect(reader.fractionRead == 0)
        _ = try reader.next()
        #expect(reader.fractionRead > 0 && reader.fractionRead < 0.3)
        while try reader.next() != nil {}
        #expect(reader.fractionRead == 1)
        #expect(reader.rowsRead == 400_000)
    }

    @Test("A parquet file that was replaced after it was looked into is refused")
    func refusesChangedFile() throws {
        let path = try folder.writeParquet("laion.parquet", rows: 20)
        let list = try URLList(URLListOptions(paths: [path], urlColumn: "URL"))
        try folder.writeParquet("laion.parquet", rows: 21)
        let reader = URLListReader(list, rowsPerShard: 10)
        let failure = #expect(throws: URLListError.self) { try reader.next() }
        #expect(failure?.category == .changed)
    }
}
