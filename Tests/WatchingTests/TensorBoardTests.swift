import Checksums
import Foundation
import TestSupport
import Testing

@testable import Watching

@Suite("Figures for TensorBoard") struct TensorBoardTests {
    /// The records of a file, their checksums compared.
    private func records(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var records: [[UInt8]] = []
        var rest = bytes[...]
        func number(_ count: Int) -> UInt64 {
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        func sum(_ bytes: [UInt8]) -> UInt64 {
            UInt64(checksum_masked(bytes.withUnsafeBytes { checksum_crc32c(0, $0.baseAddress, $0.count) }))
        }
        while !rest.isEmpty {
            let head = Array(rest.prefix(8))
            let length = Int(number(8))
            #expect(number(4) == sum(head))
            try #require(rest.count >= length + 4)
            let record = Array(rest.prefix(length))
            rest = rest.dropFirst(length)
            #expect(number(4) == sum(record))
            records.append(record)
        }
        return records
    }

    @Test("A file begins with the version, and each reading is one record of scalars") func file() throws {
        let folder = try TemporaryFolder()
        let said = OneReport { Issue.record("\($0)") }
        let file = TensorBoardFile(
            folder: folder.path("tb"), host: "box", process: 7, run: MadeReading.run, report: said)
        file.take(MadeReading.reading())
        file.end(MadeReading.reading())
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("tb"))
        #expect(names == ["events.out.tfevents.1700000000.box.7"])
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: folder.path("tb") + "/" + names[0])))
        let records = try records(bytes)
        #expect(records.count == 3)
        #expect(records[0].suffix(13) == Array("brain.Event:2".utf8)[...])
        let tags = String(decoding: records[1], as: UTF8.self)
        for tag in ["total/img_per_sec", "total/success", "total/failed_to_download", "rate/images_per_second"] {
            #expect(tags.contains(tag))
        }
        // The step: field 2 as a whole number, behind nine bytes of time.
        #expect(records[1][9] == 0x10)
        #expect(Array(records[1][10...11]) == [0x96, 0x01])
    }

    @Test("Shares are those of img2dataset") func shares() {
        let shares = SettledShares(MadeReading.reading().figures)
        #expect(shares.success == 0.8)
        #expect(shares.failedToResize == 0.02)
        #expect(abs(shares.failedToDownload - 0.18) < 1e-9)
        #expect(shares.rowsPerSecond == 5)
    }

    @Test("A folder that cannot be made is reported once, and the run goes on") func unwritable() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("file", "")
        var said: [String] { box.texts }
        let box = Said()
        let file = TensorBoardFile(
            folder: path + "/tb", host: "box", process: 7, run: MadeReading.run, report: OneReport { box.add($0) })
        file.take(MadeReading.reading())
        file.take(MadeReading.reading())
        file.end(MadeReading.reading())
        #expect(said.count == 1)
        #expect(said.first?.hasPrefix("--tensorboard: ") == true)
    }
}
