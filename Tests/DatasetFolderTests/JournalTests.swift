// A journal's records: what goes in comes out, and whatever else is there neither crashes nor counts.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("The journal of an open shard")
struct JournalTests {
    let test: TestFolder
    private var path: String { test.path + "/00003.journal" }
    private let header = JournalHeader(
        plan: ShardPlan(id: ShardID(3), file: "list.csv", firstRow: 30, rowCount: 10), run: testRun, startTime: 1.25,
        rows: RowsDigest(value: 0xfedc_ba98))

    init() throws { test = try TestFolder() }

    private var fullRecord: SampleRecord {
        var facts = FetchFacts()
        facts.httpStatus = 200
        facts.finalURL = "http://example.org/é"
        facts.attempts = 2
        facts.bytes = 31_415
        facts.mime = "image/jpeg"
        facts.milliseconds = -5
        var record = SampleRecord(
            index: 4, outcome: .success, width: 256, height: 255, originalWidth: 70_000, originalHeight: Int.max,
            exif: #"{"Make": "\u00e9"}"#, hash: "ab12", fetch: facts)
        record.scores = [0.25, -1e-300, .infinity]
        return record
    }

    private func stored(_ index: Int, offset: Int, bytes: Int = 512) -> StoredSample {
        StoredSample(
            key: SampleKey("00003\(index)"), imageExtension: "jpg", offset: offset, byteCount: bytes, checksum: .max)
    }

    private func entries() -> [JournalEntry] {
        [
            .settled(fullRecord, stored: stored(4, offset: 0)),
            .settled(SampleRecord(index: 2, outcome: .recorded(failure(2).outcome)), stored: nil),
            .settled(SampleRecord(index: 0, outcome: .recorded(.failedToResize("decode", ""))), stored: nil),
            .cut(endOffset: 512), .settled(success(9), stored: stored(9, offset: 512)),
        ]
    }

    private func write() throws {
        let journal = try ShardJournal(path: path, header: header)
        for entry in entries() { try journal.append(entry) }
    }

    /// What is read: the header and the entries, as text so that they can be compared.
    private func read() -> (header: JournalHeader?, entries: [String], wholeBytes: Int) {
        guard var reader = JournalReader(path: path) else { return (nil, [], 0) }
        let header = reader.header()
        var entries: [String] = []
        while header != nil, let entry = reader.next() { entries.append("\(entry)") }
        return (header, entries, reader.wholeBytes)
    }

    @Test("Everything that goes in comes out") func roundTrip() throws {
        try write()
        let found = read()
        #expect(found.header == header)
        #expect(found.entries == entries().map { "\($0)" })
        #expect(found.wholeBytes == (try Data(contentsOf: URL(fileURLWithPath: path)).count))
    }

    @Test("No field of a record is forgotten: one more of them needs a place in the journal") func fields() {
        #expect(Mirror(reflecting: fullRecord).children.count == 10)
        #expect(Mirror(reflecting: FetchFacts()).children.count == 6)
    }

    @Test("A journal that is cut anywhere is read up to its last whole record") func cut() throws {
        try write()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let whole = read().entries
        for count in 0..<bytes.count {
            try bytes.prefix(count).write(to: URL(fileURLWithPath: path))
            let found = read()
            #expect(found.entries.count < whole.count)
            #expect(Array(whole.prefix(found.entries.count)) == found.entries)
            #expect(found.wholeBytes <= count)
        }
    }

    @Test("A journal with any byte changed is read up to the record before it") func garbled() throws {
        try write()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let whole = read().entries
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x5a
            try damaged.write(to: URL(fileURLWithPath: path))
            let found = read()
            #expect(found.wholeBytes <= index)
            #expect(Array(whole.prefix(found.entries.count)) == found.entries)
        }
    }

    @Test("Records with right checksums and wrong contents neither crash nor count") func hostile() throws {
        var generator = SeededGenerator(state: 11)
        var journal = JournalBytes(header).bytes
        let first = journal.count
        for _ in 0..<300 {
            var content = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                [0, 1, 0x53, 0x43, 0x7f, 0x80, 0xff].randomElement(using: &generator) ?? UInt8(0)
            }
            if Bool.random(using: &generator) { content.insert(0x53, at: 0) }
            var record = withUnsafeBytes(of: UInt32(content.count).littleEndian) { Array($0) } + [0, 0, 0, 0] + content
            let checksum = record.withUnsafeBytes { JournalBytes.checksum(of: $0) }
            record.replaceSubrange(4..<8, with: withUnsafeBytes(of: checksum.littleEndian) { Array($0) })
            journal.replaceSubrange(first..., with: record)
            try Data(journal).write(to: URL(fileURLWithPath: path))
            guard var reader = JournalReader(path: path) else { throw CocoaError(.fileReadUnknown) }
            let found = reader.header()
            #expect(found == header)
            if let entry = reader.next() {
                var rows = JournaledRows(header, layout: .file)
                _ = rows.add(entry)
                #expect(rows.settled.allSatisfy { (0..<10).contains($0.index) })
            }
        }
    }

    @Test("A length that reaches behind the end of the file takes no memory") func hugeLength() throws {
        var bytes = JournalBytes(header).bytes
        bytes += [0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4, 5]
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(read().entries.isEmpty)
    }

    @Test("A folder or nothing under the journal's name is no journal") func noFile() throws {
        #expect(read().header == nil)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        #expect(read().header == nil)
    }

    @Test("A cut takes back what was stored behind it, and nothing else") func cutEntry() {
        var rows = JournaledRows(header, layout: .file)
        func add(_ entry: JournalEntry) -> Bool { rows.add(entry) }
        #expect(add(.settled(success(1), stored: stored(1, offset: 0))))
        #expect(add(.settled(success(2), stored: stored(2, offset: 512))))
        #expect(add(.settled(failure(3), stored: nil)))
        #expect(add(.cut(endOffset: 512)))
        #expect(rows.settled.map(\.index) == [1, 3] && rows.endOffset == 512)
        #expect(add(.settled(success(2), stored: stored(2, offset: 512, bytes: 1024))))
        #expect(rows.settled.map(\.index) == [1, 2, 3] && rows.endOffset == 1536)
    }

    @Test("Where samples are files of their own, a row that was lost comes again and counts") func folder() {
        var rows = JournaledRows(header, layout: .folder)
        for index in [1, 2, 1] {
            let isTaken = rows.add(.settled(success(index), stored: stored(index, offset: 0)))
            #expect(isTaken)
        }
        #expect(rows.stored.map(\.row) == [2, 1] && rows.settled.count == 2 && rows.endOffset == 0)
        rows.drop(rows.stored[..<1])
        #expect(rows.settled.map(\.index) == [1])
    }

    @Test("A sample's files are known by their bytes") func sampleFiles() throws {
        let key = SampleKey("0007")
        func files() -> SampleFiles? { SampleFiles(folder: test.path, key: key, imageExtension: "png") }
        #expect(files() == nil)
        try test.write("image", to: "0007.png")
        let alone = try #require(files())
        #expect(alone.byteCount == 5)
        try test.write("{}", to: "0007.json")
        let both = try #require(files())
        #expect(both.byteCount == 7 && both.checksum != alone.checksum)
        try test.write("[]", to: "0007.json")
        #expect(files()?.checksum != both.checksum)
    }

    @Test("Entries that contradict those before them end the journal") func contradictions() {
        var rows = JournaledRows(header, layout: .file)
        let isTaken = rows.add(.settled(success(1), stored: stored(1, offset: 0)))
        #expect(isTaken)
        let wrong: [JournalEntry] = [
            .settled(success(1), stored: stored(1, offset: 512)), .settled(success(2), stored: stored(2, offset: 0)),
            .settled(success(2), stored: stored(2, offset: 1024)), .settled(success(2), stored: nil),
            .settled(failure(2), stored: stored(2, offset: 512)), .settled(failure(10), stored: nil),
            .cut(endOffset: 100),
        ]
        for entry in wrong {
            var copy = rows
            let isTaken = copy.add(entry)
            #expect(!isTaken, "\(entry)")
        }
    }
}

/// The same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) | (state << 31)
    }
}

extension SampleOutcome {
    /// As it is read back.
    fileprivate static func recorded(_ outcome: SampleOutcome) -> SampleOutcome {
        .recorded(outcome.status, outcome.category ?? "", outcome.message ?? "")
    }
}
