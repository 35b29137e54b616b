// What is kept of a finished shard's own files.

import DatasetFixtures
import DatasetModel
import Files
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct ShardRecordTests {
    private let record = ShardRecord(
        rows: RowsDigest(value: 0x1234_5678), table: FileChecksum(byteCount: 1 << 40, checksum: 7),
        stats: FileChecksum(byteCount: 300, checksum: 0xffff_ffff))

    @Test("A record is read back as it was written, and no changed bit is taken for one") func roundTrip() {
        let bytes = record.bytes
        #expect(bytes.count == ShardRecord.headBytes)
        #expect(bytes.withUnsafeBytes { ShardRecord($0) } == record)
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(changed.withUnsafeBytes { ShardRecord($0) } == nil, "bit \(bit)")
        }
        let small = ShardRecord(rows: nil, table: nil, stats: record.stats)
        #expect(small.bytes.withUnsafeBytes { ShardRecord($0) } == small)
        #expect(bytes.dropLast().withUnsafeBytes { ShardRecord($0) } == nil)
    }

    @Test("A finished shard keeps checksums of its table and stats, and its rows", arguments: OutputFormat.allCases)
    func finished(format: OutputFormat) throws {
        let test = try TestFolder()
        let folder = try DatasetFolder(test.out)
        let plan = ShardPlan(id: ShardID(0), file: "list.csv", firstRow: 0, rowCount: 2)
        let shard = try OpenShard(
            plan, rows: rows(2), folder: folder, settings: settings(format: format), startTime: 1, run: testRun)
        try shard.settle(success(0), image: image("an image"))
        try shard.settle(failure(1), image: nil)
        _ = try shard.finish(endTime: 2)
        let read = try #require(ShardRecord.read(test.out + "/.img2shards/checksums/00000"))
        #expect(read.rows == RowsDigest(try rows(2)) && read.rows == folder.rowsDigest(of: "00000"))
        #expect(try read.stats == FileChecksum(path: test.out + "/00000_stats.json"))
        let table = format.definition.table == .none ? nil : try FileChecksum(path: test.out + "/00000.parquet")
        #expect(read.table == table)
    }

    @Test("Files of checksums that an older version wrote are read, and know of samples alone") func older() throws {
        let test = try TestFolder()
        let sample = StoredSample(
            key: SampleKey("1"), imageExtension: "jpg", offset: 0, byteCount: 9, checksum: 77)
        let bytes = ShardChecksums(
            [StoredRow(row: 0, sample: sample)], format: ShardFormat(.webdataset), record: nil
        ).bytes
        #expect(bytes.starts(with: Array("i2s-crc1".utf8)) && bytes.count == 8 + 20 + 4)
        try Data(bytes).write(to: URL(fileURLWithPath: test.path + "/old"))
        let read = try #require(try ShardChecksums(path: test.path + "/old", isOneFile: true))
        #expect(read.record == nil && read.samples.map(\.checksum) == [77])
        #expect(ShardRecord.read(test.path + "/old") == nil)
    }
}
