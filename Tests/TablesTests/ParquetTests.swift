// Parquet, there and back.

import Foundation
import Tables
import TestSupport
import Testing

@Suite("Parquet")
struct ParquetTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func numbers(_ range: Range<Int>) throws -> ColumnBatch {
        try ColumnBatch(
            rowCount: range.count,
            columns: [
                NewColumn(name: "n", values: .int64(range.map { Int64($0) })),
                NewColumn(name: "t", values: .text(range.map { "t\($0)" })),
            ])
    }

    private func write(_ batches: [ColumnBatch], to path: String, rowGroupRows: Int) throws {
        var writer = try ParquetWriter(path: path, schema: batches[0].schema, rowGroupRows: rowGroupRows)
        for batch in batches { try writer.write(batch) }
        try writer.finish()
    }

    @Test("Small batches are gathered into row groups of the length asked for")
    func gathersRowGroups() throws {
        let path = folder.path("a.parquet")
        try write([numbers(0..<60), numbers(60..<130), numbers(130..<250)], to: path, rowGroupRows: 100)
        let reader = try ParquetReader(path: path)
        #expect(reader.rowGroupRows == [100, 100, 50])
        #expect(reader.rowCount == 250)
    }

    @Test("A stream begins at any row group, holds the columns asked for and crosses row groups")
    func streams() throws {
        let path = folder.path("a.parquet")
        try write([numbers(0..<250)], to: path, rowGroupRows: 100)
        let reader = try ParquetReader(path: path)
        for group in [1, 0, 2] {
            try reader.start(
                atRowGroup: group, batchRows: 70,
                columns: [ColumnChoice(column: 1, name: "url"), ColumnChoice(column: 0, name: "id")])
            var seen: [String?] = []
            while let batch = try reader.next() {
                #expect(batch.rowCount <= 70)
                #expect(batch.schema.fields.map(\.name) == ["url", "id"])
                let text = try #require(batch.text("url"))
                seen += (0..<batch.rowCount).map { text.string($0) }
            }
            #expect(seen == (group * 100..<250).map { "t\($0)" })
        }
    }

    @Test("Types survive a file: what is written is what is read")
    func keepsTypes() throws {
        let typed: [(String, String)] = [
            ("float", "[0.1, null]"), ("list<double>", "[[0.5, 1], null]"), ("timestamp", "[5, null]"),
            ("decimal", "[\"1.2300\", null]"), ("binary", "[\"x\", null]"), ("list<string>", "[[\"a\"], []]"),
            ("struct", "[{\"a\": 1, \"b\": \"x\"}, null]"), ("large_string", "[\"l\", null]"), ("bool", "[true, null]"),
        ]
        let batch = try ColumnBatch(
            rowCount: 2,
            columns: typed.enumerated().map { NewColumn(name: "c\($0)", values: .typed($1.0, jsonArray: $1.1)) })
        let path = folder.path("typed.parquet")
        try write([batch], to: path, rowGroupRows: 10)
        let reader = try ParquetReader(path: path)
        let names = batch.schema.fields.map(\.name)
        try reader.start(
            atRowGroup: 0, batchRows: 10,
            columns: names.enumerated().map { ColumnChoice(column: $0, name: $1) })
        let read = try #require(try reader.next())
        let before = try batch.jsonMembers(of: names)
        let after = try read.jsonMembers(of: names)
        for row in 0..<2 {
            let was = before.withBytes(row) { String(decoding: $0, as: UTF8.self) }
            #expect(after.withBytes(row) { String(decoding: $0, as: UTF8.self) } == was)
        }
        #expect(
            read.schema.fields.map { $0.typeName.prefix(4) } == batch.schema.fields.map { $0.typeName.prefix(4) })
    }

    @Test("A dictionary column comes as plain text, a column of bytes as text where that is asked for")
    func plainsColumns() throws {
        let batch = try ColumnBatch(
            rowCount: 2,
            columns: [
                NewColumn(name: "d", values: .typed("dictionary", jsonArray: "[\"a\", \"b\"]")),
                NewColumn(name: "b", values: .typed("binary", jsonArray: "[\"http://a\", null]")),
            ])
        let path = folder.path("d.parquet")
        try write([batch], to: path, rowGroupRows: 10)
        let reader = try ParquetReader(path: path)
        try reader.start(
            atRowGroup: 0, batchRows: 10,
            columns: [
                ColumnChoice(column: 0, name: "d"), ColumnChoice(column: 1, name: "b", isText: true),
                ColumnChoice(column: 1, name: "raw"),
            ])
        let read = try #require(try reader.next())
        #expect(read.schema.fields.map(\.typeName) == ["string", "string", "binary"])
        #expect(read.text("d")?.string(1) == "b")
        #expect(read.text("b")?.string(0) == "http://a")
    }

    @Test("A table without rows is a file with its columns")
    func writesEmpty() throws {
        let path = folder.path("empty.parquet")
        try write([numbers(0..<0)], to: path, rowGroupRows: 10)
        let reader = try ParquetReader(path: path)
        #expect(reader.rowCount == 0)
        #expect(reader.schema.fields.map(\.name) == ["n", "t"])
    }

    @Test("A writer that is dropped leaves no file a reader takes")
    func dropsWriter() throws {
        let path = folder.path("cut.parquet")
        func begin() throws {
            var writer = try ParquetWriter(path: path, schema: try numbers(0..<1).schema, rowGroupRows: 10)
            try writer.write(numbers(0..<50))
        }
        try begin()
        #expect(FileManager.default.fileExists(atPath: path))
        let failure = #expect(throws: TableError.self) { try ParquetReader(path: path) }
        #expect(failure?.category == .malformed)
    }

    @Test("A full disk, a missing folder and a missing file are distinguished")
    func namesFailures() throws {
        let batch = try numbers(0..<10)
        let full = #expect(throws: TableError.self) { try write([batch], to: "/dev/full", rowGroupRows: 10) }
        #expect(full?.category == .diskFull)
        let missing = #expect(throws: TableError.self) {
            try write([batch], to: folder.path("no/such/a.parquet"), rowGroupRows: 10)
        }
        #expect(missing?.category == .notFound)
        let absent = #expect(throws: TableError.self) { try ParquetReader(path: folder.path("absent.parquet")) }
        #expect(absent?.category == .notFound)
    }

    @Test("A batch with other columns than the file is refused")
    func refusesOtherColumns() throws {
        let other = try ColumnBatch(rowCount: 1, columns: [NewColumn(name: "x", values: .int32([1]))])
        let failure = #expect(throws: TableError.self) {
            try write([numbers(0..<1), other], to: folder.path("a.parquet"), rowGroupRows: 10)
        }
        #expect(failure?.category == .misuse)
    }
}
