// A plan gives the shards that the list's own selection gives, and decides nothing again.

import DatasetModel
import Foundation
import RowSelection
import Tables
import TestSupport
import Testing

@testable import URLLists

@Suite("Plans of lists") struct ListPlanTests {
    /// Keeps rows by a hash of their place: about `share` of them.
    private final class Some: RowSelector {
        let name = "some"
        let columns: [SelectorColumn] = []
        private let sampling: RowSampling
        private var place = RowPlace(file: 0, row: 0)
        init(_ share: Double) { sampling = RowSampling(share: share, seed: 5) }
        func rowsBegin(at place: RowPlace) { self.place = place }
        func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
            for row in 0..<batch.rowCount where mask.keeps(row) {
                if !sampling.keeps(row: place.row + row, ofFile: place.file) { mask.clear(row) }
            }
        }
    }

    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// Files of several windows, one of less, and one of csv's broken rows.
    private func options(_ format: String, share: Double, limit: Int? = nil) throws -> URLListOptions {
        for (file, rows) in [40_000, 10, 20_000].enumerated() {
            if format == "parquet" {
                try folder.writeParquet("part-\(file).parquet", rows: rows, rowGroupRows: 7000, firstID: file * 100_000)
            } else {
                let lines = (0..<rows).map { $0 % 1000 == 17 ? "\"broken\n" : "http://a/\(file)-\($0).jpg,x\n" }
                try folder.write("part-\(file).csv", "URL,TEXT\n" + lines.joined())
            }
        }
        var options = URLListOptions(paths: [folder.path("part-*")], urlColumn: "URL", captionColumn: "TEXT")
        options.selection = SelectionPlan(
            [{ Some(share) }] + (limit.map { rows in [{ LimitSelector(rows: rows) }] } ?? []))
        return options
    }

    private struct Read: Equatable {
        let plan: ShardPlan
        let urls: [String?]
    }

    private func shards(
        _ list: URLList, rowsPerShard: Int, spansFiles: Bool = false, where isWanted: (Int) -> Bool = { _ in true }
    ) throws -> [Read] {
        let wanted = Set((0..<2000).filter(isWanted))
        let reader = URLListReader(list, rowsPerShard: rowsPerShard, spansFiles: spansFiles) {
            !wanted.contains($0.number)
        }
        var shards: [Read] = []
        while let shard = try reader.next() {
            shards.append(Read(plan: shard.plan, urls: (0..<shard.plan.rowCount).map { shard.urls.string($0) }))
        }
        return shards
    }

    /// The list as the plan has it, which asks nothing.
    private func planned(_ options: URLListOptions) throws -> URLList {
        let path = folder.path("a.plan")
        _ = try ListPlanMaker(try URLList(options)).write(to: path, note: "note")
        var planned = options
        planned.selection = .everything
        planned.plan = try ListPlan(path: path)
        #expect(planned.plan?.header.note == "note")
        return try URLList(planned)
    }

    @Test(
        "The shards are the same, whichever of them are read", arguments: ["parquet", "csv"],
        [0.0001, 0.03, 0.5, 0.97, 1])
    func same(format: String, share: Double) throws {
        let options = try options(format, share: share)
        let (own, planned) = (try URLList(options), try planned(options))
        for spansFiles in [false, true] {
            let all = try shards(own, rowsPerShard: 300, spansFiles: spansFiles)
            #expect(try shards(planned, rowsPerShard: 300, spansFiles: spansFiles) == all)
            #expect(planned.shardCount(rowsPerShard: 300, spansFiles: spansFiles) == all.count)
            #expect(planned.totalRows == all.reduce(0) { $0 + $1.urls.count })
            for world in [2, 5] {
                let some = try shards(planned, rowsPerShard: 300, spansFiles: spansFiles) { $0 % world == 1 }
                #expect(some == all.filter { $0.plan.id.number % world == 1 })
            }
        }
    }

    @Test("A limit is the same, too", arguments: [1, 500, 16_384, 30_000])
    func limit(rows: Int) throws {
        let options = try options("parquet", share: 0.5, limit: rows)
        let (own, planned) = (try URLList(options), try planned(options))
        #expect(try shards(planned, rowsPerShard: 300) == shards(own, rowsPerShard: 300))
        #expect(planned.totalRows == min(rows, try shards(own, rowsPerShard: 300).reduce(0) { $0 + $1.urls.count }))
    }

    @Test("Shuffled rows come in the same order") func shuffled() throws {
        var options = try options("parquet", share: 0.3)
        options.shuffle = RowShuffle(seed: 3, bufferRows: 2000)
        let (own, planned) = (try URLList(options), try planned(options))
        #expect(try shards(planned, rowsPerShard: 300) == shards(own, rowsPerShard: 300))
    }

    @Test("Of a list of which all rows are wanted a plan has the numbers of rows") func everything() throws {
        var options = try options("csv", share: 1)
        options.selection = .everything
        let planned = try planned(options)
        let own = try URLList(options)
        #expect(own.totalRows == nil)
        let all = try shards(own, rowsPerShard: 300)
        #expect(try shards(planned, rowsPerShard: 300) == all)
        #expect(planned.shardCount(rowsPerShard: 300) == all.count)
    }

    @Test("A plan of another list is refused") func otherList() throws {
        let options = try options("parquet", share: 0.5)
        _ = try planned(options)
        var other = options
        other.selection = .everything
        other.plan = try ListPlan(path: folder.path("a.plan"))
        try folder.writeParquet("part-1.parquet", rows: 11)
        #expect(throws: URLListError.self) { try URLList(other) }
        try FileManager.default.removeItem(atPath: folder.path("part-1.parquet"))
        #expect(throws: URLListError.self) { try URLList(other) }
    }

    @Test("A plan that was cut or changed is refused, or gives an error: no trap, no other rows") func damaged() throws
    {
        let options = try options("parquet", share: 0.03)
        let own = try URLList(options)
        let all = try shards(own, rowsPerShard: 300)
        _ = try planned(options)
        let bytes = try folder.bytes(of: "a.plan")
        var generator = SeededGenerator(state: 11)
        for round in 0..<300 {
            var changed = bytes
            if round % 3 == 0 {
                changed.removeLast(Int.random(in: 1...bytes.count, using: &generator))
            } else {
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    changed[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
                        in: 0...255, using: &generator)
                }
            }
            if changed == bytes { continue }
            try folder.write("b.plan", Data(changed))
            guard let plan = try? ListPlan(path: folder.path("b.plan")) else { continue }
            var planned = options
            planned.selection = .everything
            planned.plan = plan
            guard let list = try? URLList(planned), let read = try? shards(list, rowsPerShard: 300) else { continue }
            // A changed bit of a window may choose as many other rows, which no reader can know.
            #expect(read.map(\.plan) == all.map(\.plan))
        }
    }

    @Test("Windows are read back as they were written, and are never longer than a bit for each row")
    func windows() throws {
        var generator = SeededGenerator(state: 3)
        for count in [1, 63, 64, 1000, PlanWindow.rows] {
            for share in [0.0005, 0.01, 0.2, 0.5, 0.9, 0.999] {
                var mask = (0..<count).map { _ in Double.random(in: 0..<1, using: &generator) < share ? UInt8(1) : 0 }
                mask[0] = 1
                if count > 1 { mask[count - 1] = 0 }
                let kept = mask.reduce(0) { $0 + Int($1) }
                guard kept < count else { continue }
                var bits = [UInt64](repeating: 0, count: PlanWindow.words)
                for row in 0..<count where mask[row] == 1 { bits[row / 64] |= 1 << UInt64(row % 64) }
                let bytes = PlanWindow.bytes(bits, kept: kept, count: count)
                #expect(bytes.count <= PlanWindow.mostBytes)
                if share <= 0.01, count == PlanWindow.rows { #expect(bytes.count < 600) }
                #expect(bytes.withUnsafeBytes { PlanWindow.mask($0, count: count) } == mask)
            }
        }
    }
}
