// A shard that was left, found by the next start and gone on with.

import DatasetFixtures
import DatasetModel
import Files
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("A shard left open")
struct LeftShardTests {
    let test: TestFolder
    let folder: DatasetFolder
    private static let rowCount = 40

    init() throws {
        test = try TestFolder()
        folder = try DatasetFolder(test.out)
    }

    private let plan = ShardPlan(id: ShardID(0), file: "lists/list.csv", firstRow: 0, rowCount: Self.rowCount)
    private var data: String { test.out + "/.img2shards/open/00000.tar" }
    private var journal: String { test.out + "/.img2shards/open/00000.journal" }

    private func open(_ left: LeftShard? = nil, settings: ShardSettings = settings()) throws -> OpenShard {
        try OpenShard(
            plan, rows: rows(Self.rowCount), folder: folder, settings: settings, startTime: left == nil ? 100 : 200,
            run: testRun, left: left)
    }

    private func settle(_ index: Int, in shard: OpenShard) throws {
        if index % 7 == 3 {
            try shard.settle(failure(index), image: nil)
        } else {
            try shard.settle(success(index), image: image(String(repeating: "x\(index)", count: index * 50)))
        }
    }

    private func take(_ settings: ShardSettings = settings()) throws -> [LeftShard] {
        try folder.takeLeftShards(of: testRun, settings: settings, finished: [])
    }

    /// The files of a shard that was never stopped.
    private func uninterrupted() throws -> [Data] {
        let other = try TestFolder()
        let folder = try DatasetFolder(other.out)
        let shard = try OpenShard(
            plan, rows: rows(Self.rowCount), folder: folder, settings: settings(), startTime: 100, run: testRun)
        for index in 0..<Self.rowCount { try settle(index, in: shard) }
        _ = try shard.finish(endTime: 300)
        return try ["00000.tar", "00000.parquet", "00000_stats.json"].map {
            try Data(contentsOf: URL(fileURLWithPath: other.out + "/" + $0))
        }
    }

    private func files() throws -> [Data] {
        try ["00000.tar", "00000.parquet", "00000_stats.json"].map {
            try Data(contentsOf: URL(fileURLWithPath: test.out + "/" + $0))
        }
    }

    @Test(
        "A pipe under the name of one of its files holds nobody up and is removed",
        arguments: ["00000.tar", "00000.journal", "00000.parquet"])
    func pipe(file: String) throws {
        do {
            let shard = try open()
            for index in 0..<20 { try settle(index, in: shard) }
        }
        let path = test.out + "/.img2shards/open/" + file
        unlink(path)
        #expect(mkfifo(path, 0o600) == 0)
        let left = try take().first
        #expect(left?.records.count == ["00000.tar": 3, "00000.parquet": 20][file])
        let shard = try open(left)
        let settled = Set((left?.records ?? []).map(\.index))
        for index in 0..<Self.rowCount where !settled.contains(index) { try settle(index, in: shard) }
        _ = try shard.finish(endTime: 300)
        #expect(try files() == uninterrupted())
        #expect(try test.names("out/.img2shards/open").isEmpty)
    }

    @Test("Left after any row and gone on with, it ends as the same bytes as one that was never stopped")
    func sameBytes() throws {
        let expected = try uninterrupted()
        for stop in [1, 2, 4, 17, Self.rowCount - 1, Self.rowCount] {
            do {
                let shard = try open()
                for index in 0..<stop { try settle(index, in: shard) }
            }
            let left = try #require(try take().first)
            #expect(left.records.map(\.index) == Array(0..<stop))
            #expect(left.isComplete == (stop == Self.rowCount) && !left.isCut)
            let shard = try open(left)
            #expect(shard.openCount == Self.rowCount - stop)
            for index in stop..<Self.rowCount { try settle(index, in: shard) }
            _ = try shard.finish(endTime: 300)
            #expect(try files() == expected)
            #expect(try test.names("out/.img2shards/open").isEmpty)
            for name in try test.visible() { unlink(test.out + "/" + name) }
        }
    }

    @Test("After a power cut, whatever is cut or garbled, what is kept is whole and the shard ends whole")
    func powerCuts() throws {
        var generator = SeededGenerator(state: 5)
        let expected = try uninterrupted()
        for round in 0..<60 {
            var done = Set<Int>()
            for _ in 0..<3 {
                do {
                    let left = try take().first
                    if let left { done = Set(left.records.map(\.index)) } else { done = [] }
                    let shard = try open(left)
                    for index in 0..<Self.rowCount
                    where !done.contains(index) && Int.random(in: 0..<3, using: &generator) > 0 {
                        try settle(index, in: shard)
                    }
                }
                for path in [data, journal] {
                    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
                    let size = Int(try file.seekToEnd())
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: try file.truncate(atOffset: UInt64(Int.random(in: 0...size, using: &generator)))
                    case 1 where size > 0:
                        // A hole: the length reached the disk, these bytes did not.
                        let from = Int.random(in: 0..<size, using: &generator)
                        try file.seek(toOffset: UInt64(from))
                        try file.write(contentsOf: Data(count: min(size - from, 4096)))
                    default: break
                    }
                }
            }
            let left = try take().first
            let kept = Set((left?.records ?? []).map(\.index))
            let shard = try open(left)
            for index in 0..<Self.rowCount where !kept.contains(index) { try settle(index, in: shard) }
            _ = try shard.finish(endTime: 300)
            let found = try test.members(of: "00000.tar")
            #expect(found.count == 3 * (0..<Self.rowCount).count { $0 % 7 != 3 }, "round \(round)")
            #expect(Set(found.map(\.name)).count == found.count)
            for member in found where member.name.hasSuffix(".jpg") {
                let index = try #require(Int(member.name.dropLast(4)))
                #expect(member.bytes == Array(String(repeating: "x\(index)", count: index * 50).utf8))
            }
            #expect(try files()[1] == expected[1])
            for name in try test.visible() { unlink(test.out + "/" + name) }
        }
    }

    @Test("Samples behind one that is not whole are taken back, and stay so at the start after that") func prefix()
        throws
    {
        do {
            let shard = try open()
            for index in 0..<10 { try settle(index, in: shard) }
        }
        let whole = try #require(try take().first)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: data))
        try file.seek(toOffset: UInt64(whole.kept.endOffset / 2))
        try file.write(contentsOf: Data([1, 2, 3]))
        let cut = try #require(try take().first)
        #expect(cut.isCut && cut.kept.keys.count < whole.kept.keys.count)
        // Failures have no bytes to lose.
        #expect(cut.records.contains { $0.index == 3 })
        let next = try #require((0..<10).first { index in !cut.records.contains { $0.index == index } })
        do { try settle(next, in: try open(cut)) }
        let again = try #require(try take().first)
        #expect(!again.isCut && again.kept.keys == cut.kept.keys + [SampleKey("000000\(next)")])
        _ = try open(again)
    }

    @Test("A shard killed between publishing its data and its stats is not lost") func halfPublished() throws {
        do {
            let shard = try open()
            for index in 0..<Self.rowCount { try settle(index, in: shard) }
        }
        try FileManager.default.moveItem(atPath: data, toPath: test.out + "/00000.tar")
        let left = try #require(try take().first)
        #expect(left.isComplete)
        _ = try open(left).finish(endTime: 300)
        #expect(try files() == uninterrupted())
    }

    @Test("What cannot be gone on with is removed", arguments: ["other run", "finished", "no journal", "other name"])
    func stale(why: String) throws {
        do { try settle(0, in: try open()) }
        try test.write("half", to: "out/.img2shards/open/00001/0000100.jpg")
        try test.write("half", to: "out/.img2shards/open/00000_stats.json")
        var run = testRun
        var finished: Set<ShardID> = []
        switch why {
        case "other run": run = RunFingerprint(number: 8)
        case "finished": finished = [ShardID(0)]
        case "no journal": unlink(journal)
        default:
            try FileManager.default.moveItem(atPath: journal, toPath: journal.replacing("00000.j", with: "00001.j"))
        }
        #expect(try folder.takeLeftShards(of: run, settings: settings(), finished: finished).isEmpty)
        #expect(try test.names("out/.img2shards/open").isEmpty)
    }

    @Test("Only the rows that it is about match it; the list may have moved") func matches() throws {
        do { try settle(0, in: try open()) }
        let left = try #require(try take().first)
        #expect(left.matches(plan))
        let same = ShardPlan(id: ShardID(0), file: "/elsewhere/list.csv", firstRow: 0, rowCount: Self.rowCount)
        #expect(left.matches(same))
        for other in [
            ShardPlan(id: ShardID(0), file: "list.csv", firstRow: 1, rowCount: Self.rowCount),
            ShardPlan(id: ShardID(0), file: "list.csv", firstRow: 0, rowCount: Self.rowCount - 1),
            ShardPlan(id: ShardID(0), file: "b.csv", firstRow: 0, rowCount: Self.rowCount),
        ] { #expect(!left.matches(other)) }
    }

    @Test("A dataset without data keeps what is settled too") func dummy() throws {
        let dummy = settings(format: .dummy)
        do {
            let shard = try open(settings: dummy)
            for index in 0..<5 { try settle(index, in: shard) }
        }
        let left = try #require(try take(dummy).first)
        #expect(left.records.count == 5 && left.kept.endOffset == 0)
        let shard = try open(left, settings: dummy)
        for index in 5..<Self.rowCount { try settle(index, in: shard) }
        #expect(try shard.finish(endTime: 300).stats.count == Self.rowCount)
    }

    @Test("Open shards can be synced while they are written") func sync() throws {
        let shard = try open()
        try settle(1, in: shard)
        try folder.syncOpenShards()
        try settle(2, in: shard)
        #expect(shard.openCount == Self.rowCount - 2)
    }

    @Test("Without syncing a shard ends as the same bytes") func neverSynced() throws {
        let usual = settings()
        let unsynced = ShardSettings(
            format: ShardFormat(.webdataset), keyFormat: usual.keyFormat, imageExtension: "jpg", columns: usual.columns,
            hasCaptions: true, includesEXIF: false, hashName: "sha256", fixedModificationTime: 1_700_000_000,
            sync: .never)
        let shard = try open(settings: unsynced)
        for index in 0..<Self.rowCount { try settle(index, in: shard) }
        _ = try shard.finish(endTime: 300)
        #expect(try files() == uninterrupted())
    }

    @Test("When to sync is one of three words") func syncWords() {
        #expect(SyncPolicy("shard") == .shard && SyncPolicy("never") == .never)
        #expect(SyncPolicy("seconds=10") == .seconds(10))
        for wrong in ["", "seconds", "seconds=", "seconds=0", "seconds=86401", "seconds=1.5", "Shard", "seconds=-1"] {
            #expect(SyncPolicy(wrong) == nil)
        }
    }
}
