// Records of WARC files, whole and damaged.

import CrawlReading
import Foundation
import HostileInputs
import TestSupport
import Testing

@Suite("Records of a crawl's files")
struct RecordsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func record(_ number: Int, padding: Int = 0) -> [UInt8] {
        SampleCrawl.record(type: "metadata", body: "record \(number)" + String(repeating: "x", count: padding))
    }

    private func member(_ bytes: [UInt8]) throws -> [UInt8] {
        let path = try folder.write(UUID().uuidString, Data(bytes))
        return Array(try Data(contentsOf: URL(filePath: try folder.compressed(path))))
    }

    /// The numbers of the records that are found.
    private func read(_ bytes: [UInt8]) throws -> (numbers: [Int], counts: RecordCounts) {
        let path = try folder.write("file", Data(bytes))
        let records = try WARCRecords(LocalBytes(path: path))
        var numbers: [Int] = []
        while let record = try records.next() {
            let text = String(decoding: record.body, as: UTF8.self)
            numbers.append(Int(text.dropFirst("record ".count).prefix { $0 != "x" }) ?? -1)
            #expect(record.isMetadata)
        }
        return (numbers, records.counts)
    }

    @Test("A member for each record, one member for all, and no compression give the same")
    func wrappings() throws {
        let records = (0..<20).map { record($0, padding: $0 * 7000) }
        let whole = Array(records.joined())
        for bytes in [whole, try member(whole), Array(try records.map(member).joined())] {
            let (numbers, counts) = try read(bytes)
            #expect(numbers == Array(0..<20))
            #expect(counts.brokenRecords == 0 && counts.bytesUnpacked == whole.count && counts.bytesRead == bytes.count)
        }
    }

    @Test(
        "Headers whose lines end without CR are read; beginnings of headers in a row take no longer than other damage")
    func lineEnds() throws {
        let records = (0..<3).map { number in
            Array(
                String(decoding: record(number), as: UTF8.self).replacing("\r\n", with: "\n").utf8)
        }
        #expect(try read(Array(records.joined())).numbers == [0, 1, 2])
        let start = ContinuousClock.now
        let beginnings = [UInt8](repeatElement(Array("WARC/1.0\r\n".utf8), count: 400_000).joined())
        let (numbers, counts) = try read(beginnings + record(7))
        #expect(numbers == [7] && counts.brokenRecords == 1)
        // It took 2.4 s a megabyte.
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test("A damaged member costs its own record, wherever the damage is")
    func damage() throws {
        let members = try (0..<9).map { try member(record($0, padding: 3000)) }
        let starts = members.indices.map { members[..<$0].reduce(0) { $0 + $1.count } }
        var chance = SeededGenerator(state: 3)
        for _ in 0..<60 {
            var bytes = Array(members.joined())
            let victim = Int.random(in: 0..<9, using: &chance)
            let place = starts[victim] + Int.random(in: 0..<members[victim].count, using: &chance)
            bytes[place] ^= UInt8.random(in: 1...255, using: &chance)
            // The second word of gzip's header (time, flags of the method, system) is not protected.
            let isHarmless = (4..<10).contains(place - starts[victim])
            let (numbers, counts) = victim == 0 && place < 3 ? ([], RecordCounts()) : try read(bytes)
            if victim == 0, place < 3 { continue }
            let others = (0..<9).filter { $0 != victim }
            #expect(
                isHarmless ? numbers == Array(0..<9) : numbers == others || numbers == Array(0..<9),
                "\(victim) \(place)")
            #expect(counts.brokenRecords == 9 - numbers.count, "\(victim) \(place - starts[victim])")
        }
    }

    @Test("A file that is cut keeps the records before the cut, and one is counted as broken")
    func cut() throws {
        let members = try (0..<5).map { try member(record($0, padding: 3000)) }
        let bytes = Array(members.joined().dropLast(40))
        let (numbers, counts) = try read(bytes)
        #expect(numbers == [0, 1, 2, 3])
        #expect(counts.brokenRecords == 1)
    }

    @Test("A record that claims more than 64 MiB is skipped in little memory, and the next one is read")
    func tooLong() throws {
        let head = "WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: \(65 << 20)\r\n\r\n"
        let long = Array(head.utf8) + [UInt8](repeating: 0x78, count: 65 << 20) + Array("\r\n\r\n".utf8)
        let (numbers, counts) = try read(try member(long) + member(record(1)))
        #expect(numbers == [1])
        #expect(counts.brokenRecords == 1)
    }

    @Test("A file of another kind is refused", arguments: ["PAR1", "<html>", "url,caption\n", "\u{0}\u{0}\u{0}"])
    func otherKinds(text: String) throws {
        let path = try folder.write("other", text)
        let error = #expect(throws: CrawlError.self) { _ = try WARCRecords(LocalBytes(path: path)).next() }
        #expect(error?.category == .otherFormat)
    }
}

extension TemporaryFolder {
    /// Has gzip pack a file in place.
    fileprivate func compressed(_ path: String) throws -> String {
        let gzip = Process()
        gzip.executableURL = URL(filePath: "/bin/gzip")
        gzip.arguments = ["-n", path]
        try gzip.run()
        gzip.waitUntilExit()
        return path + ".gz"
    }
}
