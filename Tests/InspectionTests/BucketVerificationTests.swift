// Datasets whose images are in folders for their buckets: what is damaged there is damaged in the dataset.

import DatasetFolder
import DatasetModel
import Foundation
import Inspection
import ShardFormats
import Testing

@Suite("Verifying a dataset with a folder for each bucket")
struct BucketVerificationTests {
    private let dataset: MadeDataset

    init() throws { dataset = try MadeDataset(format: ShardFormat(.webdataset, hasBucketFolders: true)) }

    private func report(_ path: String = "") throws -> VerificationReport {
        try DatasetVerification(path: dataset.path + path).report(decodes: false, threads: 2)
    }

    @Test("A sound dataset has its rows and the images of its buckets") func sound() throws {
        let report = try report()
        #expect(report.faults.isEmpty, "\(report.faults)")
        #expect(report.shards == 2 && report.rows == 8 && report.images == 4)
        let inspected = try DatasetInspection(path: dataset.path).report()
        #expect(inspected.formats == ["jpg": 4] && inspected.dataBytes > 0 && inspected.missingData.isEmpty)
    }

    @Test(
        "What is damaged in a bucket is damaged in the dataset, in one of its shards, and in the bucket alone",
        arguments: ["00001.tar", "00001.parquet", "00001_stats.json"])
    func damaged(file: String) throws {
        try dataset.remove("64x48/" + file)
        for path in ["", "/00001.parquet"] {
            let faults = try report(path).faults
            #expect(faults.first?.shard == "64x48/00001", "\(path): \(faults)")
        }
        let alone = try report("/64x48")
        #expect(alone.faults.first?.shard == "00001", "\(alone.faults)")
        #expect(try report("/00000.parquet").faults.isEmpty)
        #expect(alone.lines(TypedDataset(path: "x")).contains("1 of 2 shards is damaged."))
    }

    @Test("A bucket without any of its data files is damaged, whether it is known what wrote it or not")
    func noData() throws {
        for name in ["00000.tar", "00001.tar"] { try dataset.remove("64x48/" + name) }
        #expect(try report("/64x48").faults.map(\.kind) == [.data, .data])
        #expect(try DatasetInspection(path: dataset.path).report().missingData == ["64x48/00000", "64x48/00001"])
        try dataset.remove(".img2shards")
        #expect(try report("/64x48").faults.map(\.kind) == [.data, .data])
        #expect(try report().faults.count == 2)
    }

    @Test("A bucket that is gone is missed, by the record or by the counts") func gone() throws {
        try dataset.remove("64x48")
        #expect(try report().faults.map(\.shard) == ["64x48/00000", "64x48/00001"])
        #expect(try report().faults.allSatisfy { $0.kind == .missing })
    }

    @Test("Repair removes a damaged shard from the dataset and from all buckets", arguments: ["", "/64x48"])
    func repaired(path: String) throws {
        try dataset.remove("64x48/00001.tar")
        try DatasetVerification(path: dataset.path + path).repair(try report(path).brokenShards)
        #expect(try report().faults.isEmpty)
        #expect(try report().rows == 4)
        let left = try FileManager.default.contentsOfDirectory(atPath: dataset.file("64x48"))
        #expect(!left.contains { $0.hasPrefix("00001") }, "\(left)")
    }
}
