// Lists of plain lines.

import Foundation
import Tables
import TestSupport
import Testing

@Suite("Lists of lines")
struct LineListTests {
    private func lines(_ text: String) throws -> [String?] { try RowFileFixture(text, .lines).rows.map { $0[0] } }

    @Test("A line with commas, quotes and spaces is one URL")
    func keepsLine() throws {
        let odd = #"http://a/x,y "z".jpg "#
        #expect(try lines("\"http://a/open\n\(odd)\nhttp://b/2.jpg\n") == ["\"http://a/open", odd, "http://b/2.jpg"])
    }

    @Test("Line ends of Windows, blank lines, a byte order mark and a missing last line end are no part of a URL")
    func dropsFraming() throws {
        #expect(try lines("\u{FEFF}http://a/1\r\n\r\n   \n\nhttp://a/2") == ["http://a/1", "http://a/2"])
    }

    @Test("Bytes that are not UTF-8 are read as Windows-1252, and counted")
    func repairs() throws {
        let list = try RowFileFixture(Data("http://a/caf".utf8) + [0xE9, 0x0A] + Data("http://ü/\n".utf8), .lines)
        #expect(list.rows == [["http://a/café"], ["http://ü/"]])
        #expect(list.repaired == ["url": 1])
        #expect(list.types == ["string"])
    }

    @Test("A line over 16 MiB is one broken row, and the next line is whole")
    func boundsLines() throws {
        var bytes = Data("http://a/1\n".utf8)
        bytes.append(Data(repeating: 0x78, count: 17 << 20))
        bytes.append(Data("\nhttp://a/2\n".utf8))
        let list = try RowFileFixture(bytes, .lines)
        #expect(list.rows == [["http://a/1"], [nil], ["http://a/2"]])
        #expect(list.broken == [1: "line 2 is longer than 16 MiB"])
    }

    @Test("A packed line of 256 MiB is one broken row")
    func boundsPackedLines() throws {
        // Two frames of zstd (RFC 8878): 2,048 blocks that repeat one letter 131,072 times, and a stored line.
        var bytes = Data([0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58])
        for block in 0..<2048 { bytes.append(contentsOf: [block == 2047 ? 0x03 : 0x02, 0x00, 0x10, 0x78]) }
        let line = Data("\nhttp://a/2\n".utf8)
        bytes.append(contentsOf: [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58, UInt8(line.count << 3 | 1), 0x00, 0x00])
        bytes.append(line)
        let list = try RowFileFixture(bytes, .lines, compression: .zstd)
        #expect(list.rows == [[nil], ["http://a/2"]])
        #expect(list.broken == [0: "line 1 is longer than 16 MiB"])
    }

    @Test("A list in UTF-16 is refused, not misread")
    func refusesUTF16() throws {
        let failure = #expect(throws: TableError.self) {
            try RowFileFixture(Data([0xFF, 0xFE, 0x68, 0x00, 0x0A, 0x00]), .lines)
        }
        #expect(failure?.category == .malformed)
    }

    @Test("Skipped rows are the rows that would have been read")
    func skips() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("list", "a\n\nb\nc\n")
        let reader = try RowFileReader(path: path, format: .lines, compression: .none)
        try reader.select([ColumnChoice(column: 0, name: "url", isText: true)])
        #expect(try reader.skip(2) == 2)
        #expect(try reader.next(maximumRows: 5)?.batch.text("url")?.string(0) == "c")
        #expect(try reader.skip(2) == 0)
        #expect(reader.bytesRead == 7)
    }
}
