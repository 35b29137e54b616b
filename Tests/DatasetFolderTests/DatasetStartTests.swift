// The start of a run in a folder: what stays, what goes, what is refused.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct DatasetStartTests {
    let test: TestFolder
    let folder: DatasetFolder

    init() throws {
        test = try TestFolder()
        folder = try DatasetFolder(test.out)
    }

    private func start(_ policy: ResumePolicy = .incremental, size: String = "256") throws -> DatasetStart {
        let identity = RunIdentity(
            lists: [RunIdentity.ListFile(path: "list.csv", sizeBytes: 10, rowCount: nil)], columns: ["url"],
            options: [RunIdentity.Option(name: "image-size", value: OptionValue(recorded: size))])
        return try DatasetStart(folder, identity: identity, policy: policy, settings: settings())
    }

    @Test("A new folder begins at shard 0, and its run is recorded") func fresh() throws {
        let begun = try start()
        #expect(begun.shards.lowerBound == 0 && begun.scan.finished.isEmpty)
        #expect(try RunHistory.read(from: folder) == begun.history)
    }

    @Test("Going on keeps what is finished and removes what is not") func goOn() throws {
        _ = try start()
        try test.makeFinishedShard("00000", count: 5)
        try test.write("cut", to: "out/00001.tar")
        let begun = try start()
        #expect(begun.scan.finished == [ShardID(0)] && begun.scan.totals.count == 5)
        #expect(try test.visible() == ["00000.parquet", "00000.tar", "00000_stats.json"])
    }

    @Test("A start names finished shards in wids' list that a killed one had not named yet") func staleIndex() throws {
        let wids = settings(shardFormat: ShardFormat(.webdataset, indices: [.wids]))
        let identity = RunIdentity(lists: [], columns: [], options: [])
        _ = try DatasetStart(folder, identity: identity, policy: .incremental, settings: wids)
        #expect(try test.visible().isEmpty)
        try test.makeFinishedShard("00000")
        try test.write("{\"url\": \"../../00000.tar\"}", to: "out/.img2shards/wids/00000.tar.json")
        _ = try DatasetStart(folder, identity: identity, policy: .incremental, settings: wids)
        #expect(try test.text("out/indices/wids/shardindex.json").contains("../../00000.tar"))
    }

    @Test("A start that is refused removes nothing and records nothing") func refused() throws {
        let first = try start()
        try test.write("cut", to: "out/00001.tar")
        #expect(shardError { _ = try start(size: "384") }?.category == .identityDiffers)
        #expect(try test.visible() == ["00001.tar"])
        #expect(try RunHistory.read(from: folder) == first.history)
    }

    @Test("Files named as shards that nobody recorded are not removed unless asked to") func foreign() throws {
        try test.write("somebody's", to: "out/00000.tar")
        let error = try #require(shardError { _ = try start() })
        #expect(error.category == .foreignFiles && error.message.contains("00000.tar"))
        #expect(shardError { _ = try start(.extend) }?.category == .foreignFiles)
        #expect(try test.text("out/00000.tar") == "somebody's")
        _ = try start(.overwrite)
        #expect(try test.visible().isEmpty)
    }

    @Test("A folder of somebody else's in the way of an overwrite is refused before anything is removed")
    func foreignFolder() throws {
        _ = try start()
        try test.makeFinishedShard("00000")
        try test.write("mine", to: "out/00001/picture.jpg")
        let before = try test.visible()
        func overwrite() throws -> DatasetStart {
            try DatasetStart(
                folder, identity: RunIdentity(lists: [], columns: ["url"], options: []), policy: .overwrite,
                settings: settings(shardFormat: ShardFormat(.files)))
        }
        let error = try #require(shardError { _ = try overwrite() })
        #expect(error.category == .foreignFiles && error.message.contains("out has 00001, named like a shard's file"))
        #expect(error.hint == "choose another --output-folder, or move it away")
        #expect(try test.visible() == before)
        // With its journal it is a shard of ours that a killed run had not finished.
        try test.write("", to: "out/.img2shards/open/00001.journal")
        _ = try overwrite()
        #expect(try test.visible().isEmpty)
    }

    @Test("A dataset that img2dataset began is gone on with") func takenOver() throws {
        try test.makeFinishedShard("00000")
        try test.write("", to: "out/00001.tar")
        try test.write("", to: "out/00001.parquet")
        #expect(try start().scan.finished == [ShardID(0)])
        #expect(try test.visible() == ["00000.parquet", "00000.tar", "00000_stats.json"])
    }

    @Test("Extending begins after what is there and counts none of it as its own") func extend() throws {
        _ = try start()
        try test.makeFinishedShard("00000")
        try test.makeFinishedShard("00004")
        let extended = try start(.extend, size: "384")
        #expect(extended.shards.lowerBound == 5 && extended.scan.totals.shards == 0)
        try test.makeFinishedShard("00005", count: 7)
        let again = try start(size: "384")
        #expect(again.shards.lowerBound == 5 && again.scan.totals.count == 7)
    }

    @Test("An overwrite that was interrupted anywhere is completed by every start", arguments: 0...9)
    func interruptedOverwrite(removed: Int) throws {
        _ = try start()
        for name in ["00000", "00001", "00002"] { try test.makeFinishedShard(name) }
        try test.write("mine", to: "out/20240101.parquet")
        let names = try test.visible().filter { $0.hasPrefix("0000") }
        try folder.writeState(RemovalRecord(removing: ["00000", "00001", "00002"]).json, to: folder.runPath)
        let inOrder = names.filter { $0.hasSuffix("_stats.json") } + names.filter { !$0.hasSuffix("_stats.json") }
        #expect(inOrder.count == 9)
        for name in inOrder.prefix(removed) { try FileManager.default.removeItem(atPath: test.out + "/" + name) }
        // Nobody takes what is left for a dataset.
        #expect(shardError { _ = try RunHistory.read(from: folder) }?.message.contains("is being replaced") == true)
        let begun = try start([.incremental, .extend, .overwrite][removed % 3], size: "512")
        #expect(begun.shards.lowerBound == 0 && begun.scan.finished.isEmpty && begun.history.runs.count == 1)
        #expect(try test.visible() == ["20240101.parquet"])
        #expect(try RunHistory.read(from: folder) == begun.history)
    }

    @Test("An overwrite that cannot remove a file leaves a folder that is no dataset") func failedOverwrite() throws {
        _ = try start()
        for name in ["00000", "00001"] { try test.makeFinishedShard(name) }
        // A folder with something in it cannot be put in the place of a file that is to be removed.
        try test.write("x", to: "out/.img2shards/crashes/sub/x")
        try test.write("x", to: "out/.img2shards/foreign")
        #expect(shardError { _ = try start(.overwrite, size: "512") } != nil)
        #expect(shardError { _ = try start(size: "512") } != nil)
        try FileManager.default.removeItem(atPath: test.out + "/.img2shards/foreign")
        #expect(try start(size: "512").scan.finished.isEmpty)
        #expect(try test.visible().isEmpty)
    }

    @Test("extend over its own run that is not complete goes on with it; over a complete one it adds")
    func extendAgain()
        throws
    {
        func identity(_ list: String) -> RunIdentity {
            RunIdentity(lists: [.init(path: list, sizeBytes: 10, rowCount: nil)], columns: ["url"], options: [])
        }
        var history = try RunHistory.start(
            identity("a"), policy: .incremental, after: nil, highest: nil, dataset: "d")
        #expect(
            RunHistory.policy(.extend, identity("a"), after: history, dataset: folder.path, formats: folder.formats)
                == .incremental)
        #expect(
            RunHistory.policy(.extend, identity("b"), after: history, dataset: folder.path, formats: folder.formats)
                == .extend)
        history.complete(run: 0, end: ShardID(4), selection: nil)
        #expect(
            RunHistory.policy(.extend, identity("a"), after: history, dataset: folder.path, formats: folder.formats)
                == .extend)
        history = try RunHistory.start(
            identity("b"), policy: .extend, after: history, highest: ShardID(3), dataset: "d")
        #expect(
            RunHistory.policy(.extend, identity("b"), after: history, dataset: folder.path, formats: folder.formats)
                == .incremental)
        #expect(
            RunHistory.policy(.extend, identity("a"), after: history, dataset: folder.path, formats: folder.formats)
                == .extend)
        #expect(
            RunHistory.policy(.overwrite, identity("b"), after: history, dataset: folder.path, formats: folder.formats)
                == .overwrite)
        #expect(
            RunHistory.policy(.extend, identity("b"), after: nil, dataset: folder.path, formats: folder.formats)
                == .extend)
    }

    @Test("Where no row is, other options begin anew; where a row is, or a shard was, they do not")
    func nothingWritten() throws {
        func identity(_ size: String) -> RunIdentity {
            RunIdentity(
                lists: [], columns: ["url"], options: [.init(name: "image-size", value: OptionValue(recorded: size))])
        }
        func policy(_ size: String, _ history: RunHistory) -> ResumePolicy {
            RunHistory.policy(
                .incremental, identity(size), after: history, dataset: folder.path, formats: folder.formats)
        }
        var history = try RunHistory.start(
            identity("256"), policy: .incremental, after: nil, highest: nil, dataset: "d")
        #expect(policy("256", history) == .incremental && policy("512", history) == .overwrite)
        var complete = history
        complete.complete(run: 0, end: ShardID(0), selection: nil)
        #expect(policy("512", complete) == .overwrite)
        complete.complete(run: 0, end: ShardID(1), selection: nil)
        #expect(policy("512", complete) == .incremental)
        history = try RunHistory.start(
            identity("256"), policy: .incremental, after: nil, highest: nil, dataset: "d")
        try test.write("x", to: "out/00000.tar")
        #expect(policy("512", history) == .incremental)
    }

    @Test("Overwriting begins anew whatever was recorded") func overwrite() throws {
        try test.makeFinishedShard("00000")
        try test.write("damaged", to: "out/.img2shards/run.json")
        #expect(shardError { _ = try start() }?.category == .damagedState)
        let begun = try start(.overwrite, size: "384")
        #expect(begun.shards.lowerBound == 0 && begun.scan.finished.isEmpty)
        #expect(try test.visible().isEmpty)
    }
}
