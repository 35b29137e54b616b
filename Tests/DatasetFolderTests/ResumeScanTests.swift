// What counts as done in a folder that an earlier run left.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct ResumeScanTests {
    let test: TestFolder
    let folder: DatasetFolder

    init() throws {
        test = try TestFolder()
        folder = try DatasetFolder(test.out)
    }

    private func scan(_ format: OutputFormat = .webdataset, from: Int = 0) throws -> ResumeScan {
        try ResumeScan(
            folder, format: ShardFormat(format), keyFormat: KeyFormat(samplesPerShard: 100), totalsOf: from..<Int.max)
    }

    @Test("A shard with data, metadata and stats is done") func finished() throws {
        try test.makeFinishedShard("00000", count: 3)
        try test.makeFinishedShard("00002", count: 4)
        try test.makeFinishedShard("123456", count: 5)
        let scan = try scan()
        #expect(scan.finished == [ShardID(0), ShardID(2), ShardID(123_456)])
        #expect(scan.highest == ShardID(123_456))
        #expect(scan.leftovers.isEmpty)
        #expect(scan.totals.shards == 3 && scan.totals.count == 12 && scan.totals.successes == 12)
        #expect(scan.totals.dataBytes == 3 * 10_240)
        #expect(scan.totals.statuses.counts == ["success": 12])
    }

    @Test("Totals can leave earlier runs out") func totalsFrom() throws {
        try test.makeFinishedShard("00000", count: 3)
        try test.makeFinishedShard("00001", count: 4)
        let scan = try scan(from: 1)
        #expect(scan.finished.count == 2)
        #expect(scan.totals.count == 4)
    }

    @Test(
        "A shard that misses a file, or has a cut one, is not done",
        arguments: [
            "no tar", "no parquet", "no stats", "empty tar", "cut tar", "empty parquet", "cut parquet", "empty stats",
            "cut stats", "tar is a folder",
        ])
    func unfinished(fault: String) throws {
        try test.makeFinishedShard("00000")
        try test.makeFinishedShard("00001")
        let files = FileManager.default
        switch fault {
        case "no tar": try files.removeItem(atPath: test.out + "/00001.tar")
        case "no parquet": try files.removeItem(atPath: test.out + "/00001.parquet")
        case "no stats": try files.removeItem(atPath: test.out + "/00001_stats.json")
        case "empty tar": try test.write("", to: "out/00001.tar")
        case "cut tar": try test.write(String(repeating: "a", count: 10_240), to: "out/00001.tar")
        case "empty parquet": try test.write("", to: "out/00001.parquet")
        case "cut parquet": try test.write("PAR1 and then nothing", to: "out/00001.parquet")
        case "empty stats": try test.write("", to: "out/00001_stats.json")
        case "cut stats": try test.write(String(test.statsText(count: 2).prefix(90)), to: "out/00001_stats.json")
        default:
            try files.removeItem(atPath: test.out + "/00001.tar")
            try files.createDirectory(atPath: test.out + "/00001.tar", withIntermediateDirectories: true)
        }
        let scan = try scan()
        #expect(scan.finished == [ShardID(0)])
        #expect(scan.highest == ShardID(0))
        guard fault != "tar is a folder" else { return }
        try folder.removeFiles(scan.leftovers)
        #expect(try test.visible() == ["00000.parquet", "00000.tar", "00000_stats.json"])
    }

    @Test("A folder of files that misses an image, and a tfrecord that is cut, are not done") func incompleteData()
        throws
    {
        for name in ["00000", "00001"] {
            for file in ["a.jpg", "a.json", "a.txt", "b.jpg"] { try test.write("x", to: "out/\(name)/\(file)") }
            try test.write("PAR1 no table PAR1", to: "out/\(name).parquet")
            try test.write(test.statsText(count: 2), to: "out/\(name)_stats.json")
        }
        #expect(try scan(.files).finished == [ShardID(0), ShardID(1)])
        try FileManager.default.removeItem(atPath: test.out + "/00001/b.jpg")
        #expect(try scan(.files).finished == [ShardID(0)])

        let stored = StoredRow(
            row: 0,
            sample: StoredSample(key: SampleKey("a"), imageExtension: "jpg", offset: 0, byteCount: 100, checksum: 1))
        for (name, bytes) in [("00000", 100), ("00001", 99), ("00002", 99)] {
            try test.write(String(repeating: "x", count: bytes), to: "out/\(name).tfrecord")
            try test.write("PAR1 no table PAR1", to: "out/\(name).parquet")
            try test.write(test.statsText(count: 1), to: "out/\(name)_stats.json")
            // Without checksums, as img2dataset writes them, nothing tells.
            guard name != "00002" else { continue }
            let checksums = ShardChecksums([stored], format: ShardFormat(.tfrecord), record: nil).bytes
            let path = test.out + "/.img2shards/checksums"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data(checksums).write(to: URL(filePath: path + "/" + name))
        }
        #expect(try scan(.tfrecord).finished == [ShardID(0), ShardID(2)])
    }

    @Test("Stats are the first of the leftovers, so that no shard looks done without its data") func order() throws {
        for name in ["00001", "00002"] {
            try test.makeFinishedShard(name)
            try test.write("", to: "out/\(name).parquet")
        }
        let leftovers = try scan().leftovers
        #expect(Set(leftovers.prefix(2)) == ["00001_stats.json", "00002_stats.json"])
        #expect(leftovers.count == 6)
    }

    @Test("Foreign files neither abort nor count, and stay") func foreign() throws {
        let names = [
            "dataset.json", "_stats.json", "a_stats.json", "-1_stats.json", "1_stats.json", "stats.json",
            "99999999999999999999_stats.json", "00005.parquet", "00006.txt", ".00007_stats.json",
        ]
        for name in names {
            try test.write(name == "1_stats.json" ? test.statsText(count: 1) : "mine", to: "out/" + name)
        }
        let scan = try scan()
        #expect(scan.finished.isEmpty && scan.highest == nil)
        try folder.removeFiles(scan.leftovers)
        #expect(try test.visible() == names.sorted())
    }

    @Test("A dataset without data is done with its stats alone") func dummy() throws {
        try test.write(test.statsText(count: 9), to: "out/00000_stats.json")
        try test.write("{", to: "out/00001_stats.json")
        let scan = try scan(.dummy)
        #expect(scan.finished == [ShardID(0)])
        #expect(scan.totals.count == 9)
        #expect(scan.leftovers == ["00001_stats.json"])
    }

    @Test("A folder that is gone is reported") func gone() throws {
        try FileManager.default.removeItem(atPath: test.out)
        #expect(shardError { _ = try scan() }?.category == .notAFolder)
    }
}
