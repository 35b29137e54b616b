// Batches: text of any type, ready-made JSON, cutting and joining.

import Foundation
import Tables
import Testing

@Suite("Column batches")
struct ColumnBatchTests {
    private func members(_ batch: ColumnBatch, _ columns: [String], row: Int = 0) throws -> String {
        try batch.jsonMembers(of: columns).withBytes(row) { String(decoding: $0, as: UTF8.self) }
    }

    private func one(_ type: String, _ value: String) throws -> ColumnBatch {
        try ColumnBatch(
            rowCount: 1, columns: [NewColumn(name: "v", values: .typed(type, jsonArray: "[\(value)]"))])
    }

    @Test("Members are laid out as Python's json.dumps with an indent of 4, in ASCII")
    func writesMembers() throws {
        let batch = try ColumnBatch(
            rowCount: 1,
            columns: [
                NewColumn(name: "url", values: .text(["http://a/\"é\"\n\u{1F600}\u{1}\u{7F}"])),
                NewColumn(name: "n", values: .int64([-5])),
                NewColumn(name: "none", values: .text([nil])),
            ])
        let expected =
            #"    "n": -5,"# + "\n" + #"    "url": "http://a/\"\u00e9\"\n\ud83d\ude00\u0001"# + "\u{7F}\",\n"
            + #"    "none": null"#
        #expect(try members(batch, ["n", "url", "none"]) == expected)
        #expect(try members(batch, []) == "")
    }

    @Test(
        "Floats are written as Python's repr writes them",
        arguments: [
            ("0.1", "0.1"), ("100.0", "100.0"), ("1e16", "1e+16"), ("123456789012345680.0", "1.2345678901234568e+17"),
            ("1234567890123456.7", "1234567890123456.8"), ("0.0001", "0.0001"), ("0.00001", "1e-05"),
            ("-2.5e-7", "-2.5e-07"), ("-0.0", "-0.0"), ("9007199254740993.0", "9007199254740992.0"),
            ("NaN", "null"), ("Inf", "null"), ("-Inf", "null"),
        ])
    func writesDoubles(value: String, expected: String) throws {
        #expect(try members(one("double", value), ["v"]) == "    \"v\": \(expected)")
    }

    @Test("A 32-bit float is widened first, as Python does")
    func widensFloats() throws {
        #expect(try members(one("float", "0.1"), ["v"]) == "    \"v\": 0.10000000149011612")
    }

    @Test(
        "Every type has a JSON form",
        arguments: [
            ("bool", "true", "true"), ("uint64", "18446744073709551615", "18446744073709551615"),
            ("decimal", "\"1.2300\"", "\"1.2300\""), ("date32", "1", "\"1970-01-02\""),
            ("timestamp", "\"2024-05-06 07:08:09\"", "\"2024-05-06 07:08:09.000000\""),
            ("binary", "\"bytes\"", "\"bytes\""), ("large_string", "\"x\"", "\"x\""),
            ("list<double>", "[]", "[]"),
            ("list<double>", "[0.5, null]", "[\n        0.5,\n        null\n    ]"),
            ("list<list<int64>>", "[[1], []]", "[\n        [\n            1\n        ],\n        []\n    ]"),
            ("struct", "{\"a\": 1, \"b\": \"x\"}", "{\n        \"a\": 1,\n        \"b\": \"x\"\n    }"),
        ])
    func writesTypes(type: String, value: String, expected: String) throws {
        #expect(try members(one(type, value), ["v"]) == "    \"v\": \(expected)")
    }

    @Test(
        "Any type is readable as text",
        arguments: [
            ("string", "\"x\"", "x"), ("int64", "12", "12"), ("double", "1e20", "1e+20"), ("bool", "false", "false"),
            ("list<string>", "[\"a\", \"b\"]", "[\"a\", \"b\"]"), ("binary", "\"http://a\"", "http://a"),
            ("date32", "1", "1970-01-02"), ("list<double>", "null", nil),
        ] as [(String, String, String?)])
    func readsText(type: String, value: String, expected: String?) throws {
        let text = try #require(try one(type, value).text("v"))
        #expect(text.string(0) == expected)
        #expect(text.isNull(0) == (expected == nil))
    }

    @Test("An empty text is not null, and a column that is not there is nil")
    func tellsEmptyFromNull() throws {
        let batch = try ColumnBatch(rowCount: 2, columns: [NewColumn(name: "t", values: .text(["", nil]))])
        let text = try #require(batch.text("t"))
        #expect(text.string(0) == "")
        #expect(text.string(1) == nil)
        #expect(!text.isNull(0) && text.isNull(1))
        #expect(batch.text("u") == nil)
    }

    @Test("Slices and joined batches keep rows in order, nulls included")
    func slicesAndJoins() throws {
        let batch = try ColumnBatch(
            rowCount: 4, columns: [NewColumn(name: "t", values: .text(["a", nil, "ccc", "d"]))])
        let joined = try ColumnBatch.concatenate([batch.slice(from: 2, count: 2), batch.slice(from: 0, count: 2)])
        let text = try #require(joined.text("t"))
        #expect((0..<4).map { text.string($0) } == ["ccc", "d", "a", nil])
        #expect(try members(batch.slice(from: 2, count: 1), ["t"]) == "    \"t\": \"ccc\"")
        #expect(joined.schema == batch.schema)
    }

    @Test("Columns of another length are refused")
    func refusesUnequalColumns() throws {
        let batch = try ColumnBatch(rowCount: 2, columns: [NewColumn(name: "t", values: .text(["a", "b"]))])
        let failure = #expect(throws: TableError.self) {
            try batch.appending([NewColumn(name: "n", values: .int32([1]))])
        }
        #expect(failure?.category == .misuse)
    }

    @Test("Appended columns stand behind the others, with their types")
    func appends() throws {
        let batch = try ColumnBatch(rowCount: 2, columns: [NewColumn(name: "t", values: .text(["a", "b"]))])
        let wider = try batch.appending([
            NewColumn(name: "w", values: .int32([nil, 7])), NewColumn(name: "d", values: .double([0.5, nil])),
        ])
        #expect(wider.schema.fields.map(\.name) == ["t", "w", "d"])
        #expect(wider.schema.fields.map(\.typeName) == ["string", "int32", "double"])
        #expect(try members(wider, ["w", "d"], row: 1) == "    \"w\": 7,\n    \"d\": null")
    }
}
