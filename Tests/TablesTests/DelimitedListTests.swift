// CSV and TSV, well-formed and not.

import Foundation
import Tables
import Testing

@Suite("CSV and TSV")
struct DelimitedListTests {
    @Test("Quoted fields hold commas, quotes and line ends")
    func readsQuotes() throws {
        let list = try RowFileFixture(
            "url,caption\r\n\"u,1\",\"a \"\"b\"\"\r\nsecond\"\r\nu2,\"\"\r\n", .commaSeparated)
        #expect(list.columns == ["url", "caption"])
        #expect(list.rows == [["u,1", "a \"b\"\r\nsecond"], ["u2", ""]])
        #expect(list.broken.isEmpty)
    }

    @Test("A row with the wrong number of fields stays a row, with its line and its reason")
    func keepsBrokenRows() throws {
        let list = try RowFileFixture("url,caption\nu1,a\nu2,b,c\nu3\nu4,\"d\ne\"\nu5\nu6,f", .commaSeparated)
        #expect(list.rows.count == 6)
        #expect(list.rows[0] == ["u1", "a"])
        #expect(list.rows[1] == [nil, nil])
        #expect(list.rows[3] == ["u4", "d\ne"])
        #expect(list.rows[5] == ["u6", "f"])
        #expect(
            list.broken == [
                1: "line 3 has 3 fields instead of 2", 2: "line 4 has 1 field instead of 2",
                4: "line 7 has 1 field instead of 2",
            ])
    }

    @Test("A quote that is never closed costs nothing but itself")
    func boundsOpenQuote() throws {
        let list = try RowFileFixture("url,caption\nu1,\"a\nu2,b\nu3,c\n", .commaSeparated)
        #expect(list.rows == [["u1", "\"a"], ["u2", "b"], ["u3", "c"]])
    }

    @Test("A quote that only a later row's quote would close swallows no row")
    func boundsOpenQuoteBeforeQuoted() throws {
        let list = try RowFileFixture("url,caption\nu1,\"a\nu2,\"b, c\"\nu3,\"d\nu4,\"\"\nu5,\"e\"\n", .commaSeparated)
        #expect(list.rows == [["u1", "\"a"], ["u2", "b, c"], ["u3", "\"d"], ["u4", ""], ["u5", "e"]])
    }

    @Test("A quote without an end within 1 MiB is text, however long the file")
    func boundsQuoteByDistance() throws {
        let rows = (0..<200_000).map { "u\($0),text\($0)" }.joined(separator: "\n")
        let list = try RowFileFixture("url,caption\nu,\"open\n\(rows)\nlast,\"x\"\n", .commaSeparated)
        #expect(list.rows.count == 200_002)
        #expect(list.rows[0] == ["u", "\"open"])
        #expect(list.rows[200_001] == ["last", "x"])
    }

    @Test("Text behind a closing quote is kept")
    func keepsTail() throws {
        let list = try RowFileFixture("url,caption\nu1,\"a\" b\nu2,c \"d\" e\n", .commaSeparated)
        #expect(list.rows == [["u1", "a b"], ["u2", "c \"d\" e"]])
    }

    @Test("Tabs separate the fields of TSV, and commas do not")
    func readsTabs() throws {
        let list = try RowFileFixture("url\tcaption\nu,1\ta\n\t\n", .tabSeparated)
        #expect(list.rows == [["u,1", "a"], ["", ""]])
    }

    @Test("Columns named by the caller leave no line out")
    func takesGivenNames() throws {
        let list = try RowFileFixture("u1,a\nu2,b\n", .commaSeparated, header: ["link", "text"])
        #expect(list.columns == ["link", "text"])
        #expect(list.rows == [["u1", "a"], ["u2", "b"]])
    }

    @Test("Types come from the first values; a later value that does not fit is null, and counted")
    func typesColumns() throws {
        var text = "i,d,b,t,zip,empty\n1,1.5,true,x,00123,\n-2,2,False,7,00044,\n,NaN,,,1,\n"
        for row in 0..<110_000 { text += "\(row),0.5,true,y,9,\n" }
        text += "oops,no,maybe,z,8,9\n"
        let list = try RowFileFixture(text, .commaSeparated)
        #expect(list.types == ["int64", "double", "bool", "string", "string", "string"])
        #expect(list.rows[0] == ["1", "1.5", "true", "x", "00123", ""])
        #expect(list.rows[2] == [nil, nil, nil, "", "1", ""])
        #expect(list.rows.last == [nil, nil, nil, "z", "8", "9"])
        #expect(list.misfits == ["i": 1, "d": 1, "b": 1])
        #expect(list.broken.isEmpty)
    }

    @Test("A column chosen as text stays text, numbers and null words included")
    func keepsChosenText() throws {
        let list = try RowFileFixture("url,caption\n1,NULL\n2,\n", .commaSeparated, texts: ["url", "caption"])
        #expect(list.types == ["string", "string"])
        #expect(list.rows == [["1", "NULL"], ["2", ""]])
    }

    @Test("A Latin-1 byte changes neither the type of a column nor the number of rows")
    func repairs() throws {
        let bytes = Data("url,caption\nu1,caf".utf8) + [0xE9] + Data(" \u{2603}\nu2,b\n".utf8)
        let list = try RowFileFixture(bytes, .commaSeparated)
        #expect(list.types == ["string", "string"])
        #expect(list.rows == [["u1", "café \u{2603}"], ["u2", "b"]])
        #expect(list.repaired == ["caption": 1])
    }

    @Test(
        "Compressed files of several members are read to their end",
        arguments: [
            (
                RowFileCompression.gzip,
                "H4sIAAAAAAACAystytFJTiwoyczP48ooKSmw0tdP1DfUyypI18nPSwUApc4rIh4AAAAfiwgAAAAAAAID48ooKSmw0tdP1DfSyypI1ykp"
                    + "z+cCAF091x8UAAAA"
            ),
            (
                .bzip2,
                "QlpoOTFBWSZTWRFWrk4AAA7ZgAAQAAWgECr11gAgACIg0ME0MhTCaaA0xHddEZh2qoYpDRAeLENKDM/F3JFOFCQEVauTgEJaaDkxQVkm"
                    + "U1lApvg8AAAA2YAAEAAFkBAg0MSAIAAxAAAKepozUH6pxOabt1KdgIMfF3JFOFCQQKb4PA=="
            ),
            (
                .zstd,
                "KLUv/QRY+QAAdXJsLGNhcHRpb24KaHR0cDovL2EvMS5qcGcsb25lCkRgre8otS/9BFiZAABodHRwOi8vYS8yLmpwZyx0d28K+uYazg=="
            ),
        ])
    func readsCompressed(compression: RowFileCompression, base64: String) throws {
        let bytes = try #require(Data(base64Encoded: base64))
        let list = try RowFileFixture(bytes, .commaSeparated, compression: compression)
        #expect(list.rows == [["http://a/1.jpg", "one"], ["http://a/2.jpg", "two"]])
    }

    @Test("A compressed file that is cut off is an error, not a short list")
    func refusesCutFile() throws {
        let base64 = "H4sIAAAAAAACAystytFJTiwoyczP48ooKSmw0tdP1DfUyypI18nPS0UIGYGFSsrzuQDotjpcMgAAAA=="
        let bytes = try #require(Data(base64Encoded: base64)).dropLast(20)
        let failure = #expect(throws: TableError.self) {
            try RowFileFixture(Data(bytes), .commaSeparated, compression: .gzip)
        }
        #expect(failure?.category == .malformed)
    }
}
