// What `verify` knows from the dataset's own records: every bit of every file, and every shard.

import DatasetFixtures
import DatasetFolder
import DatasetModel
import Foundation
import Inspection
import ShardFormats
import Testing

@Suite("Verifying a dataset against its records")
struct RecordedVerificationTests {
    private func faults(_ dataset: MadeDataset, decodes: Bool = false) throws -> [ShardFault] {
        try DatasetVerification(path: dataset.path).report(decodes: decodes, threads: 2).faults
    }

    /// Records that the dataset is of one complete run.
    private func record(_ dataset: MadeDataset, shards: Int, options: [RunIdentity.Option] = []) throws {
        let folder = try DatasetFolder(dataset.path)
        let identity = RunIdentity(lists: [], columns: ["caption", "url"], options: options)
        try RunHistory.start(identity, policy: .incremental, after: nil, highest: nil, dataset: "d").write(to: folder)
        try folder.recordComplete(run: 0, end: ShardID(shards))
    }

    /// The data of a shard in each format that has one file of it.
    private static func oneFile(_ shard: String) -> [(OutputFormat, String)] {
        OutputFormat.withImages.filter { !$0.definition.isFolder }
            .map { ($0, ShardFormat($0).imageFile(shard: shard, key: "")) }
    }

    @Test(
        "A bit that changed anywhere in a file of a shard is found without decoding",
        arguments: [
            (OutputFormat.webdataset, "00001.parquet"), (.webdataset, "00001_stats.json"),
            (.webdataset, ".img2shards/checksums/00001"), (.files, "00001.parquet"),
        ] + oneFile("00001"))
    func flippedBits(format: OutputFormat, file: String) throws {
        let dataset = try MadeDataset(format: ShardFormat(format))
        #expect(try faults(dataset).isEmpty)
        let whole = try Data(contentsOf: URL(fileURLWithPath: dataset.file(file)))
        for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 40)) + [whole.count - 1] {
            try dataset.edit(file) { $0[place] ^= 1 << UInt8(place % 8) }
            #expect(try faults(dataset).map(\.shard).contains("00001"), "byte \(place) of \(whole.count)")
            try dataset.edit(file) { $0 = whole }
        }
        #expect(try faults(dataset, decodes: true).isEmpty)
    }

    @Test(
        "Bytes behind the last sample of a tar or a tfrecord are found",
        arguments: oneFile("00000").filter(\.0.definition.isSequence))
    func appended(format: OutputFormat, file: String) throws {
        let dataset = try MadeDataset(format: ShardFormat(format))
        try dataset.edit(file) { $0.append(Data("x".utf8)) }
        #expect(try !faults(dataset).isEmpty)
    }

    @Test("Without checksums every column of a table is read") func unreadColumns() throws {
        let dataset = try MadeDataset(shards: 1)
        try dataset.remove(".img2shards/checksums")
        #expect(try faults(dataset).isEmpty)
        // The first column's pages are the captions': nobody needs them to compare samples.
        try dataset.edit("00000.parquet") { data in for place in 30..<44 { data[place] ^= 0xFF } }
        #expect(try faults(dataset).map(\.kind) == [.metadata])
    }

    @Test("Shards are counted against the run's record", arguments: ["lost", "last lost", "copied", "renamed"])
    func shardsCounted(change: String) throws {
        let dataset = try MadeDataset(shards: 3)
        try record(dataset, shards: 3)
        #expect(try faults(dataset).isEmpty)
        let files = FileManager.default
        let shard = change == "last lost" ? "00002" : "00001"
        for name in ["\(shard).tar", "\(shard).parquet", "\(shard)_stats.json", ".img2shards/checksums/\(shard)"] {
            let other = dataset.file(name.replacing(shard, with: "00003"))
            if ["copied", "renamed"].contains(change) { try files.copyItem(atPath: dataset.file(name), toPath: other) }
            if change != "copied" { try dataset.remove(name) }
        }
        let found = try faults(dataset)
        let missing = found.filter { $0.kind == .missing }.map(\.shard)
        #expect(missing == (change == "copied" ? [] : [shard]))
        let isExtra = ["copied", "renamed"].contains(change)
        #expect(found.contains { $0.shard == "00003" && $0.kind == .extra } == isExtra)
        #expect(found.contains { $0.detail.contains("is a key of another shard") } == isExtra)
        // What is there too much can be taken out.
        let verification = try DatasetVerification(path: dataset.path)
        try verification.repair(verification.report(decodes: false, threads: 1).brokenShards)
        #expect(try faults(dataset).map(\.kind) == (missing.isEmpty ? [] : [.missing]))
    }

    @Test("A shard whose checksums are gone is reported if its run kept them") func lostChecksums() throws {
        let dataset = try MadeDataset()
        try dataset.remove(".img2shards/checksums/00001")
        #expect(try faults(dataset).isEmpty)
        try record(dataset, shards: 2)
        #expect(try faults(dataset).map(\.kind) == [.checksum])
    }

    @Test("Keys of a column that are in two shards are reported, as no fault") func repeatedKeys() throws {
        let dataset = try MadeDataset(shards: 2)
        try record(dataset, shards: 3, options: [.init(name: "key-col", value: OptionValue(recorded: "uid"))])
        for name in ["00001.tar", "00001.parquet", "00001_stats.json", ".img2shards/checksums/00001"] {
            try FileManager.default.copyItem(
                atPath: dataset.file(name), toPath: dataset.file(name.replacing("00001", with: "00002")))
        }
        let report = try DatasetVerification(path: dataset.path).report(decodes: false, threads: 2)
        #expect(report.faults.isEmpty)
        #expect(report.notes.count == 1 && report.notes[0].hasPrefix("2 images have a key that another shard has, too"))
        #expect(report.lines(TypedDataset(path: "d")).contains { $0.hasPrefix("note: 2 images") })
    }

    @Test("A folder inside a shard's folder is put aside by a repair") func foreignFolder() throws {
        let dataset = try MadeDataset(format: ShardFormat(.files))
        try FileManager.default.createDirectory(
            atPath: dataset.file("00001/sub"), withIntermediateDirectories: false)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: dataset.file("00001/sub/mine")))
        let verification = try DatasetVerification(path: dataset.path)
        let broken = verification.report(decodes: false, threads: 1).brokenShards
        #expect(broken == ["00001"])
        try verification.repair(broken)
        #expect(try faults(dataset).isEmpty)
        #expect(FileManager.default.fileExists(atPath: dataset.file(".img2shards/foreign/00001-sub/mine")))
    }
}
