// Text lists as other programs leave them: padded, in other encodings, with other line ends and separators.

import Foundation
import TestSupport
import Testing

@testable import Tables

@Suite("Odd text files")
struct OddTextFileTests {
    private func compressed(_ text: String, with program: String) throws -> Data {
        let folder = try TemporaryFolder()
        let path = try folder.write("plain", text)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/\(program)")
        process.arguments = [path]
        try process.run()
        process.waitUntilExit()
        return try Data(contentsOf: URL(filePath: path + (program == "gzip" ? ".gz" : ".bz2")))
    }

    private func lines(_ bytes: Data, _ compression: RowFileCompression) throws -> (rows: [String?], hasJunk: Bool) {
        let folder = try TemporaryFolder()
        let reader = try RowFileReader(
            path: folder.write("list", bytes), format: .lines, compression: compression)
        try reader.select([ColumnChoice(column: 0, name: "url", isText: true)])
        var rows: [String?] = []
        while let part = try reader.next(maximumRows: 100) {
            let texts = part.batch.text("url")
            rows += (0..<part.batch.rowCount).map { texts?.string($0) }
        }
        return (rows, reader.hasJunk)
    }

    @Test(
        "Zeros behind a compressed list are padding, other bytes are reported; members are read on",
        arguments: ["gzip", "bzip2"])
    func padding(program: String) throws {
        let compression: RowFileCompression = program == "gzip" ? .gzip : .bzip2
        let one = try compressed("a\nb\n", with: program)
        let two = try compressed("c\n", with: program)
        for zeros in [1, 3, 512, 200_000] {
            let found = try lines(one + two + Data(count: zeros), compression)
            #expect(found.rows == ["a", "b", "c"] && !found.hasJunk, "\(zeros)")
        }
        for junk in ["x", "junk", "\0\0\0junk and more of it"] {
            let found = try lines(one + Data(junk.utf8), compression)
            #expect(found.rows == ["a", "b"] && found.hasJunk, "\(junk)")
        }
        let cut = one.dropLast(3)
        #expect(throws: TableError.self) { try lines(Data(cut), compression) }
    }

    @Test("Zstandard: frames, skippable frames and zeros behind them")
    func zstandard() throws {
        // Frames of a raw block each, without a checksum: RFC 8878.
        func frame(_ text: String) -> Data {
            let size = text.utf8.count
            let block = UInt32(size) << 3 | 1
            let head: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x20, UInt8(size)]
            return Data(head + [UInt8(block & 255), UInt8(block >> 8 & 255), UInt8(block >> 16)] + Array(text.utf8))
        }
        let skippable = Data([0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3])
        let found = try lines(frame("a\n") + skippable + frame("b\n") + Data(count: 50), .zstd)
        #expect(found.rows == ["a", "b"] && !found.hasJunk)
        #expect(try lines(frame("a\n") + Data("text".utf8), .zstd).hasJunk)
    }

    @Test(
        "UTF-16 and UTF-32 are known with and without a mark, and the way out is named",
        arguments: [
            (String.Encoding.utf16LittleEndian, "UTF-16LE"), (.utf16BigEndian, "UTF-16BE"),
            (.utf32LittleEndian, "UTF-32LE"), (.utf32BigEndian, "UTF-32BE"), (.utf16, "UTF-16"), (.utf32, "UTF-32"),
        ])
    func encodings(encoding: String.Encoding, name: String) throws {
        for text in [
            "http://a.test/1.jpg\r\nhttp://a.test/2.jpg", "url,caption\nhttp://a.test/x,Füße 猫\n", "{\"url\":\"u\"}\n",
        ] {
            let bytes = try #require(text.data(using: encoding))
            for format in [RowFileFormat.lines, .commaSeparated, .jsonLines] {
                let error = #expect(throws: TableError.self) { try RowFileFixture(bytes, format) }
                #expect(error?.detail.contains("iconv -f \(name) -t UTF-8") == true, "\(error?.detail ?? "")")
            }
        }
        #expect(try RowFileFixture("\u{FEFF}\u{FEFF}url\nu\n", .commaSeparated).columns == ["url"])
    }

    @Test("Lines may end with a return alone")
    func returns() throws {
        #expect(
            try RowFileFixture("url,caption\ru,one\rv,\"two\"\r", .commaSeparated).rows == [
                ["u", "one"], ["v", "two"],
            ])
        #expect(try RowFileFixture("a\rb", .lines).rows == [["a"], ["b"]])
        #expect(try RowFileFixture("{\"u\":1}\r{\"u\":2}\r", .jsonLines).rows == [["1"], ["2"]])
        // One line feed, and returns are what they were.
        #expect(try RowFileFixture("a\rb\n", .lines).rows == [["a\rb"]])
    }

    @Test("The header tells the separator where the usual one is not in it")
    func separators() throws {
        let rows: [[String?]] = [["u", "a, b"], ["v", "c"]]
        for text in [
            "url;caption\nu;a, b\nv;c\n", "sep=;\nurl;caption\r\nu;\"a, b\"\r\nv;c\n", "url|caption\nu|a, b\nv|c\n",
        ] {
            let found = try RowFileFixture(text, .commaSeparated)
            #expect(found.columns == ["url", "caption"] && found.rows == rows, "\(text)")
        }
        #expect(try RowFileFixture("url\tcaption\nu\ta, b\nv\tc\n", .commaSeparated).rows == rows)
        #expect(try RowFileFixture("url,caption\nu,\"a, b\"\nv,c\n", .tabSeparated).rows == rows)
        #expect(try RowFileFixture("\"a;b\",url\nu,1\n", .commaSeparated).columns == ["a;b", "url"])
        #expect(try RowFileFixture("url\nhttp://a;b|c\n", .commaSeparated).rows == [["http://a;b|c"]])
    }

    @Test("Quotes escaped by a backslash are quotes; a backslash at a field's end is itself")
    func backslashes() throws {
        let lines = [
            "url,caption", #"u,"say \"x\" now""#, #"v,"C:\""#, ##"w,"\"first\" and ""second"" ""##,
        ]
        let text = lines.joined(separator: "\n") + "\n"
        let found = try RowFileFixture(text, .commaSeparated)
        #expect(found.rows == [["u", "say \"x\" now"], ["v", "C:\\"], ["w", "\"first\" and \"second\" "]])
        #expect(found.broken.isEmpty)
    }

    @Test("A record with a column twice is broken, where the column is read")
    func doubled() throws {
        let found = try RowFileFixture("{\"u\":\"a\",\"u\":\"b\"}\n{\"u\":\"c\"}\n", .jsonLines)
        #expect(found.rows == [[nil], ["c"]])
        #expect(found.broken == [0: "the record has \"u\" more than once"])
    }

    @Test("Lists of a JSON file stay lists where text is asked for, and are written as from parquet")
    func lists() throws {
        let found = try RowFileFixture(
            "{\"c\":[\"one\",\"zw\u{F6}lf\"]}\n{\"c\":[]}\n{\"c\":null}\n", .jsonLines, texts: ["c"])
        #expect(found.types == ["list<item: string>"])
        #expect(found.rows == [["[\"one\", \"zw\\u00f6lf\"]"], ["[]"], [nil]])
        // Beside other values they are text, written the same way.
        let mixed = try RowFileFixture(
            "{\"c\":[1,  \"zw\u{F6}lf\"]}\n{\"c\":\"x\"}\n{\"c\":{\"a\":[true]}}\n", .jsonLines, texts: ["c"])
        #expect(mixed.types == ["string"])
        #expect(mixed.rows == [["[1, \"zw\\u00f6lf\"]"], ["x"], ["{\"a\": [true]}"]])
    }
}
