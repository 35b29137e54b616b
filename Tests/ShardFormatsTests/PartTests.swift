// Parts of shards: how they are named, and what a start knows of them.

import DatasetFixtures
import DatasetModel
import Foundation
import Tables
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("Parts of shards")
struct PartTests {
    let test: TestFolder
    let folder: DatasetFolder

    init() throws {
        test = try TestFolder()
        folder = try DatasetFolder(test.out)
    }

    @Test(
        "A part's name has three digits behind the shard's",
        arguments: [
            ("00012_001.tar", 12, 1), ("00012_013_stats.json", 12, 13), ("00012_1000.parquet", 12, 1000),
            ("00012_002", 12, 2), ("00012.tar", 12, 0), ("00012_stats.json", 12, 0), ("00012_001.idx", 12, 1),
        ])
    func names(name: String, shard: Int, part: Int) throws {
        let file = try #require(ShardFileName(name, OutputFormat.known))
        #expect(file.shard == ShardID(shard) && file.part == part)
        #expect(KeyFormat(samplesPerShard: 100).name(of: file.shard, part: file.part) == file.stem)
    }

    @Test(
        "Other names are no parts",
        arguments: ["00012_000.tar", "00012_01.tar", "00012_.tar", "00012_0001234567.tar", "00012_001_002.tar"])
    func otherNames(name: String) { #expect(ShardFileName(name, OutputFormat.known) == nil) }

    @Test("Names of parts sort as shards and parts do")
    func order() {
        let format = KeyFormat(samplesPerShard: 100)
        let names = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0)].map {
            format.name(of: ShardID($0.0), part: $0.1) + ".tar"
        }
        #expect(names.sorted() == names)
    }

    private let plan = ShardPlan(id: ShardID(0), file: "list.csv", firstRow: 0, rowCount: 10)

    private func settings(_ maximumBytes: Int) -> ShardSettings {
        ShardSettings(
            format: ShardFormat(.webdataset), keyFormat: KeyFormat(samplesPerShard: 100), imageExtension: "jpg",
            columns: ["url"], hasCaptions: false, includesEXIF: false, hashName: nil, maximumShardBytes: maximumBytes)
    }

    private func rows() throws -> ColumnBatch {
        try ColumnBatch(
            rowCount: 10, columns: [NewColumn(name: "url", values: .text((0..<10).map { "http://h/\($0)" }))])
    }

    /// Writes rows in the order given, part after part; gives back the last one, open.
    private func write(_ order: [Int], limit: Int) throws -> OpenShard {
        let settings = settings(limit)
        var shard = try OpenShard(
            plan, rows: rows(), folder: folder, settings: settings, startTime: 1, run: testRun)
        for index in order {
            let bytes = image(String(repeating: "x", count: 3000))
            if try !shard.settle(success(index), image: bytes) {
                #expect(shard.isFull)
                let next = try OpenShard(
                    plan, rows: rows(), folder: folder, settings: settings, startTime: 1, run: testRun,
                    part: shard.part + 1, elsewhere: shard.settledRows)
                _ = try shard.finish(endTime: 2)
                shard = next
                #expect(try shard.settle(success(index), image: bytes))
            }
        }
        return shard
    }

    private func left(limit: Int) throws -> [LeftShard] {
        let settings = settings(limit)
        let scan = try ResumeScan(folder, format: settings.format, keyFormat: settings.keyFormat)
        #expect(scan.finished.isEmpty)
        return try folder.takeLeftShards(
            of: testRun, settings: settings, finished: scan.finished, finishedParts: scan.finishedParts)
    }

    @Test("A start knows the rows of finished parts by their journals, and goes on in the open one")
    func goOn() throws {
        let limit = 20_480  // four samples of 3,000 bytes and their JSON
        let open = try write([9, 3, 1, 0, 8, 2, 7], limit: limit)
        #expect(open.part == 1)
        open.leave()
        let shard = try #require(try left(limit: limit).first)
        #expect(shard.part == 1 && shard.fullParts.isEmpty && !shard.isComplete)
        #expect(shard.settledRows.rows == [0, 1, 2, 3, 7, 8, 9] && shard.elsewhere.count + shard.records.count == 7)
        let last = try OpenShard(
            plan, rows: rows(), folder: folder, settings: settings(limit), startTime: 1, run: testRun,
            part: shard.part, elsewhere: shard.elsewhere, left: shard)
        // A row of another part is not taken once more.
        #expect(try !last.settle(success(9), image: image("again")))
        for index in [4, 5, 6] where try !last.settle(failure(index), image: nil) { Issue.record("row \(index)") }
        #expect(last.isComplete)
        _ = try last.finish(endTime: 3)
        #expect(try test.names("out/.img2shards/open").isEmpty)
        let scan = try ResumeScan(folder, format: ShardFormat(.webdataset), keyFormat: KeyFormat(samplesPerShard: 100))
        #expect(scan.finished == [ShardID(0)] && scan.totals.count == 10 && scan.totals.successes == 7)
    }

    @Test("Without the journal of a finished part its shard is written anew, and nothing of it stays")
    func journalGone() throws {
        try write([9, 3, 1, 0, 8, 2, 7], limit: 20_480).leave()
        try FileManager.default.removeItem(atPath: test.out + "/.img2shards/open/00000.journal")
        let scan = try ResumeScan(folder, format: ShardFormat(.webdataset), keyFormat: KeyFormat(samplesPerShard: 100))
        #expect(scan.finished.isEmpty && scan.finishedParts.isEmpty && scan.totals.count == 0)
        try folder.removeFiles(scan.leftovers)
        #expect(try test.visible().isEmpty)
    }

    @Test("Parts of a shard that another run has not completed stay as they are")
    func otherRun() throws {
        try write([9, 3, 1, 0, 8, 2, 7], limit: 20_480).leave()
        let scan = try ResumeScan(
            folder, format: ShardFormat(.webdataset), keyFormat: KeyFormat(samplesPerShard: 100), totalsOf: 1..<Int.max)
        #expect(scan.finishedParts.isEmpty && scan.leftovers.isEmpty && scan.totals.count == 0)
        #expect(scan.highest == ShardID(0))
    }

    @Test("A journal that cannot be read is reported, with what to do")
    func journalDamaged() throws {
        try write([9, 3, 1, 0, 8, 2, 7], limit: 20_480).leave()
        try test.write("nothing of ours", to: "out/.img2shards/open/00000.journal")
        let error = try #require(shardError { _ = try left(limit: 20_480) })
        #expect(error.category == .damagedState && error.description.contains("remove the files of the shard"))
    }
}
