// The output folder: making, locking, cleaning.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct DatasetFolderTests {
    let test: TestFolder

    init() throws { test = try TestFolder() }

    @Test("A folder is made with all that are above it, and is empty for readers") func made() throws {
        let folder = try DatasetFolder(test.path + "/a/b//c/")
        #expect(FileManager.default.fileExists(atPath: folder.path))
        #expect(try test.names("a/b/c") == [".img2shards"])
        #expect(try test.names("a/b/c/.img2shards/open").isEmpty)
        #expect(folder.isLocked)
    }

    @Test("A second run in one folder learns which process has the first") func locked() throws {
        let first = try DatasetFolder(test.out)
        let error = try #require(shardError { _ = try DatasetFolder(test.out) })
        #expect(error.category == .locked)
        #expect(error.message == "another img2shards (process \(getpid())) writes to \(test.out)")
        #expect(first.isLocked)
    }

    @Test("The lock ends with its owner") func unlocked() throws {
        do {
            let first = try DatasetFolder(test.out)
            #expect(first.isLocked)
        }
        #expect(try DatasetFolder(test.out).isLocked)
    }

    @Test("A second run does not touch the first one's open shards") func lockedFirst() throws {
        let first = try DatasetFolder(test.out)
        try test.write("half", to: "out/.img2shards/open/00000.tar")
        #expect(shardError { _ = try DatasetFolder(test.out) } != nil)
        #expect(try test.text("out/.img2shards/open/00000.tar") == "half")
        #expect(first.isLocked)
    }

    @Test("A file where the folder should be is reported") func fileInTheWay() throws {
        try test.write("", to: "out")
        let error = try #require(shardError { _ = try DatasetFolder(test.out) })
        #expect(error.category == .notAFolder)
        #expect(error.message.contains("is a file, not a folder"))
        #expect(shardError { _ = try DatasetFolder(test.out + "/below") }?.category == .notAFolder)
    }

    @Test("A folder that may not be written is reported", .enabled(if: getuid() != 0)) func readOnly() throws {
        try FileManager.default.createDirectory(atPath: test.out, withIntermediateDirectories: true)
        chmod(test.out, 0o555)
        #expect(shardError { _ = try DatasetFolder(test.out) }?.category == .permission)
        chmod(test.out, 0o755)
    }

    @Test("What a killed run left open is not touched before it is looked at") func stale() throws {
        try test.write("half", to: "out/.img2shards/open/00003.tar")
        _ = try DatasetFolder(test.out)
        #expect(try test.names("out/.img2shards/open") == ["00003.tar"])
    }

    @Test("Overwriting removes the dataset and nothing else") func overwrite() throws {
        let folder = try DatasetFolder(test.out)
        try test.makeFinishedShard("00000")
        try test.makeFinishedShard("123")
        try test.write("cut", to: "out/00001.tar")
        try test.write("cut", to: "out/00001.parquet")
        try test.write("half", to: "out/.img2shards/open/00002.tar")
        let foreign = [
            "20240101.parquet", "7.tar", "README.md", "dataset.json", "9_stats.json", "00000.tar.md5", "x00000.tar",
            "00002.parquet", "sub/00000.tar", "00000_stats.json.bak", "１２３４５.tar",
        ]
        for name in foreign { try test.write("mine", to: "out/" + name) }
        try RunHistory.start(
            RunIdentity(lists: [], columns: [], options: []), policy: .incremental, after: nil, highest: nil,
            dataset: "d"
        ).write(to: folder)
        try folder.removeDataset(shardIDWidth: 5)
        #expect(try Set(test.visible()) == Set(foreign.filter { !$0.contains("/") } + ["sub"]))
        #expect(try test.text("out/sub/00000.tar") == "mine")
        #expect(try RunHistory.read(from: folder) == nil)
        #expect(try test.names("out/.img2shards/open").isEmpty)
    }

    @Test(
        "Lists are found in the output folder whatever its letters are", arguments: ["数据集大文件夹", "éàüöñç", "e\u{301}x"])
    func listInFolderOfAnyLetters(name: String) throws {
        let folder = try DatasetFolder(test.path + "/" + name)
        for place in ["00004.parquet", "512x384/00000.parquet", "indices/webshart/00000.json"] {
            try test.write("urls", to: name + "/" + place)
        }
        try test.write("urls", to: name + "/64/00000.parquet")
        try FileManager.default.createSymbolicLink(
            atPath: test.path + "/link.parquet", withDestinationPath: folder.finalPath("512x384/00000.parquet"))
        for list in [
            "\(name)/00004.parquet", "\(name)/512x384/00000.parquet", "\(name)/indices/webshart/00000.json",
            "link.parquet",
        ] {
            let error = shardError { try folder.checkLists([test.path + "/" + list]) }
            #expect(error?.category == .wouldOverwriteList, "\(list)")
        }
        // A dataset of 64 pixels asks for itself.
        #expect(shardError { try folder.checkLists([test.path + "/\(name)/64/00000.parquet"]) } == nil)
        let inside = try DatasetFolder(test.path + "/\(name)/64")
        #expect(
            shardError { try inside.checkLists([test.path + "/\(name)/64/00000.parquet"]) }?.category
                == .wouldOverwriteList)
    }

    @Test("A list that a shard would overwrite is refused") func listInFolder() throws {
        let folder = try DatasetFolder(test.out)
        try test.write("urls", to: "out/00004.parquet")
        try test.write("urls", to: "out/list.parquet")
        try test.write("urls", to: "00004.parquet")
        #expect(
            shardError { try folder.checkLists([test.out + "/../out/00004.parquet"]) }?.category == .wouldOverwriteList)
        #expect(
            shardError { try folder.checkLists([test.out + "/list.parquet", test.path + "/00004.parquet"]) } == nil)
        #expect(shardError { try folder.checkLists([test.path + "/gone.parquet"]) } == nil)
    }
}
