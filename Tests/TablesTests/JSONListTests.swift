// JSON lines and JSON documents.

import Foundation
import Tables
import TestSupport
import Testing

@Suite("JSON lists")
struct JSONListTests {
    @Test("Types of JSON survive: whole numbers, numbers, truth, text, lists; nested values are JSON in text")
    func typesColumns() throws {
        let list = try RowFileFixture(
            """
            {"i": 1, "d": 1.5, "b": true, "t": "x\\u00e9\\ud83d\\ude00", "box": [0.1, 1], "n": {"a": [1]}, "tags": ["p"]}
            {"i": null, "d": 2, "b": false, "t": "\\"q\\"\\n", "box": [], "n": null, "tags": null}
            """, .jsonLines)
        #expect(list.columns == ["i", "d", "b", "t", "box", "n", "tags"])
        #expect(
            list.types == [
                "int64", "double", "bool", "string", "list<item: double>", "string", "list<item: string>",
            ])
        #expect(list.rows[0] == ["1", "1.5", "true", "xé😀", "[0.1, 1.0]", "{\"a\": [1]}", "[\"p\"]"])
        #expect(list.rows[1] == [nil, "2.0", "false", "\"q\"\n", "[]", nil, nil])
    }

    @Test("A string that begins like a list or an object is that string, with or without escapes")
    func stringsThatLookNested() throws {
        let texts = ["[OC] My dog", "{foo} bar: 1, 2", "[1,2]", "{\"a\":1}", "[", "[\u{e9}]\n{x}", "{ a }"]
        let lines = try texts.enumerated().map { number, text in
            // Every second one with an escape.
            var line = String(decoding: try JSONEncoder().encode(["t": text]), as: UTF8.self)
            if number % 2 == 1 { line = line.replacing(" ", with: "\\u0020") }
            return line
        }
        #expect(try RowFileFixture(lines.joined(separator: "\n"), .jsonLines).rows.map { $0[0] } == texts)
        let document = "[" + lines.joined(separator: ",") + "]"
        #expect(try RowFileFixture(document, .jsonDocument).rows.map { $0[0] } == texts)
        let nested = try RowFileFixture("{\"t\": {\"k\": \"[a]  {b}\"}}\n", .jsonLines)
        #expect(nested.rows == [["{\"k\": \"[a]  {b}\"}"]])
    }

    @Test("A bad line is one broken row")
    func keepsBrokenLines() throws {
        let list = try RowFileFixture(
            "{\"url\": \"u1\"}\n{\"url\": \"u2\"\n\n\"u3\"\n{\"url\": \"u4\"} x\n{\"other\": 1, \"url\": \"u5\"}\n{}\n",
            .jsonLines)
        #expect(list.rows.map { $0[0] } == ["u1", nil, nil, nil, "u5", nil])
        #expect(
            list.broken == [
                1: "line 2 is not a JSON object", 2: "line 4 is not a JSON object", 3: "line 5 is not a JSON object",
            ])
    }

    @Test("Nesting without end is a broken row, not a crash")
    func boundsDepth() throws {
        let deep = String(repeating: "[", count: 1_000_000)
        let list = try RowFileFixture("{\"url\": \"u1\"}\n{\"url\": \(deep)\n{\"url\": \"u2\"}\n", .jsonLines)
        #expect(list.rows == [["u1"], [nil], ["u2"]])
    }

    @Test("A later value of another type is null, and counted")
    func countsMisfits() throws {
        var text = "{\"url\": \"u\", \"n\": 1, \"l\": [1]}\n"
        text = String(repeating: text, count: 150_000)
        text += "{\"url\": \"last\", \"n\": \"[2]\", \"l\": [1, \"x\"]}\n{\"url\": \"end\", \"n\": 3, \"l\": \"[5]\"}\n"
        let list = try RowFileFixture(text, .jsonLines)
        #expect(list.rows[150_000] == ["last", nil, "[1, null]"])
        #expect(list.rows[150_001] == ["end", "3", nil])
        #expect(list.misfits == ["n": 1, "l": 2])
    }

    @Test("A document is an array of records, on one line or many")
    func readsRecords() throws {
        let one = try RowFileFixture("[{\"url\":\"u1]\",\"n\":1},{\"url\":\"u2\",\"n\":2}]", .jsonDocument)
        #expect(one.rows == [["u1]", "1"], ["u2", "2"]])
        let many = try RowFileFixture(
            "[\n  {\n    \"url\": \"u1\"\n  },\n  {\n    \"url\": \"u2\"\n  }\n]\n", .jsonDocument)
        #expect(many.rows == [["u1"], ["u2"]])
    }

    @Test("A broken record in a document costs itself only; a cut one says so")
    func keepsBrokenRecords() throws {
        let list = try RowFileFixture(
            "[{\"url\":\"u1\"},{\"url\":},7,{\"url\":\"u2\"},\n{\"url\":\"open},\n{\"url\":\"u3\"},{\"url\":\"u4",
            .jsonDocument)
        #expect(list.rows.compactMap { $0[0] }.prefix(2) == ["u1", "u2"])
        #expect(list.broken[1] == "record 2 is not a JSON object")
        #expect(list.broken[2] == "record 3 is not a JSON object")
        let last = try #require(list.broken[list.rows.count - 1])
        #expect(last.hasSuffix("is cut off by the end of the file"))
    }

    @Test("Brackets too many end neither the list nor the reading of it")
    func passesOverStrayBrackets() throws {
        let list = try RowFileFixture("[{\"url\":\"u1\"}]},]}\n{\"url\":\"u2\"}}]", .jsonDocument)
        #expect(list.rows == [["u1"], ["u2"]])
        let folder = try TemporaryFolder()
        let path = try folder.write("list", "]}")
        let reader = try RowFileReader(path: path, format: .jsonDocument, compression: .none)
        #expect(try reader.skip(1) == 0)
    }

    @Test("A document of columns is read by label or by place")
    func readsColumns() throws {
        let labelled = try RowFileFixture(
            "{\"url\": {\"0\": \"u1\", \"7\": \"u2\"}, \"n\": {\"7\": 2, \"0\": 1}, \"m\": {\"9\": 3}}", .jsonDocument)
        #expect(labelled.columns == ["url", "n", "m"])
        #expect(labelled.rows == [["u1", "1", nil], ["u2", "2", nil], [nil, nil, "3"]])
        let listed = try RowFileFixture("{\"url\": [\"u1\", \"u2\"], \"n\": [1]}", .jsonDocument)
        #expect(listed.rows == [["u1", "1"], ["u2", nil]])
    }

    @Test("Objects one after another in a .json file are read as records")
    func readsLooseRecords() throws {
        let list = try RowFileFixture("{\"url\": \"u1\"}\n{\"url\": \"u2\"}\n", .jsonDocument)
        #expect(list.rows == [["u1"], ["u2"]])
    }
}
