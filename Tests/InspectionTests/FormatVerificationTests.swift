import DatasetFixtures
import DatasetFolder
import DatasetModel
import Foundation
import Inspection
import ShardFormats
import Testing

@Suite("Verifying every output format")
struct FormatVerificationTests {
    /// What a dataset is made of, and the file in which a damaged image is looked for.
    struct Case: CustomTestStringConvertible, Sendable {
        let format: ShardFormat
        var usesImageStruct = false
        var file: String { format.imageFile(shard: "00000", key: "000001") }

        var testDescription: String {
            "\(format.format)\(format.order == .input ? ", input order" : "")\(usesImageStruct ? ", struct" : "")"
        }
    }

    static let cases = ShardFormat.distinct.flatMap { format in
        let definition = format.format.definition
        let indices = format.order == .completion ? definition.indices : []
        let plain = Case(format: ShardFormat(format.format, order: format.order, indices: indices))
        return definition.table == .data ? [plain, Case(format: format, usesImageStruct: true)] : [plain]
    }

    private func made(_ form: Case) throws -> MadeDataset {
        try MadeDataset(format: form.format, usesImageStruct: form.usesImageStruct)
    }

    private func report(_ dataset: MadeDataset, decodes: Bool = false) throws -> VerificationReport {
        try DatasetVerification(path: dataset.path).report(decodes: decodes, threads: 1)
    }

    @Test("As it was written it is sound, and inspect sees its images", arguments: cases)
    func sound(_ form: Case) throws {
        let dataset = try made(form)
        let found = try report(dataset, decodes: true)
        #expect(found.faults.isEmpty, "\(found.faults)")
        #expect(found.shards == 2 && found.rows == 8 && found.images == 4 && found.bytes > 0)
        let inspected = try DatasetInspection(path: dataset.path).report()
        #expect(inspected.formats == ["jpg": 4] && inspected.dataBytes > 0 && inspected.unreadable.isEmpty)
    }

    @Test("One changed bit in an image is found without decoding, and its sample named", arguments: cases)
    func damagedImage(_ form: Case) throws {
        let dataset = try made(form)
        try dataset.damageImage(in: form.file)
        // Where the table has the images, its own checksum speaks, too.
        let faults = try report(dataset).faults.filter { !$0.detail.hasPrefix("00000.parquet: ") }
        try #require(faults.count == 1)
        #expect(faults[0].shard == "00000")
        if form.format.format == .tfrecord {
            // Its own checksum says so first.
            #expect(faults[0].kind == .data && faults[0].detail.hasSuffix("record 0: its checksum is wrong"))
        } else {
            let key = form.format.isComposed ? "000000" : "000001"
            #expect(faults[0].kind == .checksum)
            #expect(faults[0].detail == "\(key): its bytes are not those that were written")
        }
    }

    @Test("A dataset without checksums is verified without", arguments: cases)
    func withoutChecksums(_ form: Case) throws {
        let dataset = try made(form)
        try dataset.remove(".img2shards")
        #expect(try report(dataset, decodes: true).faults.isEmpty)
    }

    @Test("Checksums that are damaged or of fewer samples are reported")
    func checksums() throws {
        let dataset = try MadeDataset()
        try dataset.edit(".img2shards/checksums/00000") { $0[20] ^= 1 }
        try dataset.edit(".img2shards/checksums/00001") { $0.removeLast(24) }
        let faults = try report(dataset).faults
        #expect(faults.map(\.shard) == ["00000", "00001"] && faults.allSatisfy { $0.kind == .checksum })
    }

    @Test("Data that is cut or gone is a fault in every format", arguments: cases, [false, true])
    func missingData(_ form: Case, isGone: Bool) throws {
        let dataset = try made(form)
        let data = form.file.split(separator: "/")[0]
        if isGone {
            try dataset.remove(String(data))
        } else if form.format.layout == .folder {
            try dataset.remove("00000/000001.jpg")
        } else {
            try dataset.edit(String(data)) { $0.removeLast($0.count / 2) }
        }
        let found = try report(dataset)
        #expect(found.brokenShards == ["00000"])
    }

    @Test("A dataset of metadata alone is sound", arguments: OutputFormat.withImages)
    func metadataOnly(format: OutputFormat) throws {
        let dataset = try MadeDataset(format: ShardFormat(format, savesImages: false))
        let found = try report(dataset)
        #expect(found.faults.isEmpty && found.rows == 8 && found.images == 0)
    }

    @Test("Files of nobody in a folder of samples, and samples without an image, are reported")
    func foreignFiles() throws {
        let dataset = try MadeDataset(format: ShardFormat(.files))
        try Data("note".utf8).write(to: URL(fileURLWithPath: dataset.file("00000/notes")))
        try dataset.remove("00001/000010.jpg")
        let faults = try report(dataset).faults
        #expect(faults.first?.shard == "00000" && faults.first?.kind == .data)
        #expect(faults.contains { $0.shard == "00001" && $0.detail == "000010 has no image" })
    }

    @Test("Indices that do not fit the tar are reported, each by its name")
    func indices() throws {
        let dataset = try MadeDataset(
            shards: 4, format: ShardFormat(.webdataset, indices: [.dali, .wids, .webshart]))
        func replace(_ name: String, _ old: String, _ new: String) throws {
            try dataset.edit(name) { data in
                let text = String(decoding: data, as: UTF8.self)
                #expect(text.contains(old))
                data = Data(text.replacingOccurrences(of: old, with: new).utf8)
            }
        }
        try replace("00000.idx", "jpg 512 ", "jpg 513 ")
        try replace("00001.idx", "v1.2 2", "v1.2 3")
        try replace("indices/webshart/00002.json", "\"offset\": 512,", "\"offset\": 1024,")
        try replace("indices/wids/shardindex.json", "00003.tar\", \"md5sum\": \"", "00003.tar\", \"md5sum\": \"0")
        #expect(try report(dataset).brokenShards == ["00000", "00001", "00002"])
        try replace("indices/wids/shardindex.json", "\"nsamples\": 2", "\"nsamples\": 7")
        let faults = try report(dataset).faults
        #expect(faults.allSatisfy { $0.kind == .index })
        #expect(faults.last?.shard == "00003" && faults.last?.detail.contains("7 samples") == true)
    }

    @Test("Repairing takes out everything of a shard: data, indices, checksums", arguments: cases)
    func repair(_ form: Case) throws {
        let dataset = try made(form)
        try dataset.damageImage(in: form.file)
        let verification = try DatasetVerification(path: dataset.path)
        try verification.repair(verification.report(decodes: false, threads: 1).brokenShards)
        let left = FileManager.default.enumerator(atPath: dataset.path)?.compactMap { $0 as? String } ?? []
        #expect(!left.contains { $0.contains("00000") && !$0.hasPrefix("00001/") }, "\(left)")
        #expect(left.contains(".img2shards/checksums/00001"))
        if form.format.indices.contains(.wids) {
            let list = try String(contentsOfFile: dataset.file("indices/wids/shardindex.json"), encoding: .utf8)
            #expect(list.contains("00001.tar") && !list.contains("00000.tar"))
        }
        #expect(try report(dataset).faults.isEmpty)
    }
}
