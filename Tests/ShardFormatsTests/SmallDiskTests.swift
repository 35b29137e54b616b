// A real file system that fills up, where the tests may mount one.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct SmallDiskTests {
    /// A mounted tmpfs of a few pages, unmounted with its owner.
    private final class SmallDisk {
        let path: String

        /// nil where mounting is not allowed.
        init?(_ test: TestFolder, bytes: Int) {
            path = test.path + "/disk"
            guard mkdir(path, 0o755) == 0, mount("tmpfs", path, "tmpfs", 0, "size=\(bytes)") == 0 else { return nil }
        }

        deinit { umount(path) }
    }

    @Test("A disk that fills up keeps what is finished, and the shard is done after space is made") func fills() throws
    {
        let test = try TestFolder()
        guard let disk = SmallDisk(test, bytes: 1 << 20) else { return }
        let folder = try DatasetFolder(disk.path + "/out")
        func shard(_ number: Int, left: LeftShard? = nil) throws -> OpenShard {
            try OpenShard(
                ShardPlan(id: ShardID(number), file: "list.csv", firstRow: 0, rowCount: 20), rows: rows(20),
                folder: folder, settings: settings(), startTime: 0, run: testRun, left: left)
        }
        func fill(_ shard: OpenShard, from first: Int = 0) throws {
            for index in first..<20 {
                try shard.settle(success(index), image: image(String(repeating: "a", count: 20_000)))
            }
            _ = try shard.finish(endTime: 1)
        }
        try fill(try shard(0))
        let ballastPath = disk.path + "/ballast"
        try Data(count: 400_000).write(to: URL(fileURLWithPath: ballastPath))
        let second = try shard(1)
        let error = try #require(shardError { try fill(second) })
        #expect(error.category == .diskFull)
        second.leave()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(names) == [".img2shards", "00000.tar", "00000.parquet", "00000_stats.json"])
        try FileManager.default.removeItem(atPath: ballastPath)
        let left = try #require(try folder.takeLeftShards(of: testRun, settings: settings(), finished: []).first)
        // Up to the sample that did not fit, whole.
        #expect((5..<20).contains(left.records.count) && !left.isCut)
        try fill(try shard(1, left: left), from: left.records.count)
        let scan = try ResumeScan(
            folder, format: ShardFormat(.webdataset), keyFormat: KeyFormat(samplesPerShard: 100))
        #expect(scan.finished == [ShardID(0), ShardID(1)])
    }
}
