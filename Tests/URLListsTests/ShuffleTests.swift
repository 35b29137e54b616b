// Lists in another order.

import DatasetModel
import Foundation
import RowSelection
import Tables
import TestSupport
import Testing

@testable import URLLists

@Suite struct ShuffleTests {
    private func list(
        _ folder: TemporaryFolder, _ shuffle: RowShuffle?, selectors: [@Sendable () -> any RowSelector] = []
    ) throws -> URLList {
        var options = URLListOptions(paths: [folder.path], inputFormat: "parquet", urlColumn: "URL")
        options.shuffle = shuffle
        options.selection = SelectionPlan(selectors)
        return try URLList(options)
    }

    /// The URLs by shard.
    private func shards(
        _ list: URLList, rowsPerShard: Int = 100, skip: Set<Int> = []
    ) throws -> [Int: [String]] {
        let reader = URLListReader(list, rowsPerShard: rowsPerShard) { skip.contains($0.number) }
        var shards: [Int: [String]] = [:]
        while let shard = try reader.next() {
            shards[shard.plan.id.number] = (0..<shard.plan.rowCount).map { shard.urls.string($0) ?? "none" }
        }
        return shards
    }

    private func rows(_ shards: [Int: [String]]) -> [String] { shards.sorted { $0.key < $1.key }.flatMap(\.value) }

    /// Three files of 10 row groups of 100 rows.
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for file in 0..<3 {
            try folder.writeParquet("\(file).parquet", rows: 1000, rowGroupRows: 100, firstID: file * 1000)
        }
        return folder
    }

    @Test("Every row comes once, and the order is the same for the same seed alone")
    func everyRowOnce() throws {
        let folder = try folder()
        let first = rows(try shards(list(folder, RowShuffle(seed: 1, bufferRows: 500))))
        #expect(Set(first).count == 3000)
        #expect(first.count == 3000)
        #expect(first == rows(try shards(list(folder, RowShuffle(seed: 1, bufferRows: 500)), rowsPerShard: 77)))
        #expect(first != rows(try shards(list(folder, RowShuffle(seed: 2, bufferRows: 500)))))
        #expect(first != rows(try shards(list(folder, nil))))
        // Rows of several files are among the first.
        let files = Set(first.prefix(300).compactMap { Int($0.split(separator: "/")[2].dropLast(4)).map { $0 / 1000 } })
        #expect(files.count > 1)
    }

    @Test("Shards are full but for the last, and hold rows of several files")
    func fullShards() throws {
        let folder = try folder()
        let list = try list(folder, RowShuffle(seed: 1, bufferRows: 500))
        #expect(list.shardCount(rowsPerShard: 700) == 5)
        #expect(try shards(list, rowsPerShard: 700).mapValues(\.count) == [0: 700, 1: 700, 2: 700, 3: 700, 4: 200])
    }

    @Test("Shards that are skipped leave the others as they were")
    func skipping() throws {
        let folder = try folder()
        let list = try list(folder, RowShuffle(seed: 7, bufferRows: 400))
        let all = try shards(list)
        let skip: Set<Int> = [0, 1, 5, 17, 29]
        let others = try shards(list, skip: skip)
        #expect(others == all.filter { !skip.contains($0.key) })
    }

    @Test("A limit counts behind the buffer, and the count of kept rows is that of given ones")
    func limit() throws {
        let folder = try folder()
        let list = try list(
            folder, RowShuffle(seed: 3, bufferRows: 500, limit: 250), selectors: [{ LimitSelector(rows: nil) }])
        let reader = URLListReader(list, rowsPerShard: 100)
        var counts: [Int] = []
        while let shard = try reader.next() { counts.append(shard.plan.rowCount) }
        #expect(counts == [100, 100, 50])
        #expect(reader.selectionTally?.rowsKept == 250)
        let read = try #require(reader.selectionTally?.rowsRead)
        #expect(reader.selectionTally?.removals.first?.rows == read - 250)
        #expect(reader.fractionRead == 1)
        let all = rows(try shards(self.list(folder, RowShuffle(seed: 3, bufferRows: 500))))
        #expect(rows(try shards(list)) == Array(all.prefix(250)))
    }

    @Test("Selectors decide before rows are mixed, and a sample is the same in any order")
    func withSample() throws {
        let folder = try folder()
        let sample: @Sendable () -> any RowSelector = { SampleSelector(RowSampling(share: 0.1, seed: 4)) }
        let inOrder = rows(try shards(list(folder, nil, selectors: [sample])))
        let shuffled = rows(try shards(list(folder, RowShuffle(seed: 4, bufferRows: 100), selectors: [sample])))
        #expect((200...400).contains(inOrder.count))
        #expect(inOrder != shuffled)
        #expect(inOrder.sorted() == shuffled.sorted())
    }

    @Test("A row that is broken keeps its reason wherever it comes to lie")
    func brokenRows() throws {
        let folder = try TemporaryFolder()
        let lines = (0..<500).map { $0 % 50 == 7 ? "broken,\($0),x" : "http://a/\($0).jpg,c\($0)" }
        try folder.write("list.csv", "url,caption\n" + lines.joined(separator: "\n"))
        var options = URLListOptions(paths: [folder.path("list.csv")], captionColumn: "caption")
        options.shuffle = RowShuffle(seed: 1, bufferRows: 60)
        let reader = URLListReader(try URLList(options), rowsPerShard: 33)
        var broken = 0
        var sound: Set<String> = []
        while let shard = try reader.next() {
            for row in 0..<shard.plan.rowCount {
                if let url = shard.urls.string(row) {
                    #expect(shard.brokenRows[row] == nil)
                    sound.insert(url)
                } else {
                    #expect(shard.brokenRows[row] != nil)
                    broken += 1
                }
            }
        }
        #expect(broken == 10)
        #expect(sound.count == 490)
    }

    @Test("Files whose columns have other types cannot be mixed, and that is reported")
    func otherTypes() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.csv", "url,n\nhttp://a/1,1\n")
        try folder.write("b.csv", "url,n\nhttp://a/2,word\n")
        var options = URLListOptions(paths: [folder.path], inputFormat: "csv", additionalColumns: ["n"])
        options.shuffle = RowShuffle(seed: 1, bufferRows: 60)
        let reader = URLListReader(try URLList(options), rowsPerShard: 10)
        let error = #expect(throws: URLListError.self) { while try reader.next() != nil {} }
        #expect(error?.message.contains("other types") == true)
    }
}
