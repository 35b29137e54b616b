// Parquet columns in Arrow's own types, and text that is not UTF-8.

import Foundation
import TestSupport
import Testing

@testable import Tables

@Suite("Plain values of parquet columns")
struct PlainValuesTests {
    private let reader: ParquetReader
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let path = folder.path("views.parquet")
        try #require(Data(base64Encoded: Self.file, options: .ignoreUnknownCharacters)).write(to: URL(filePath: path))
        reader = try ParquetReader(path: path)
    }

    private func batch(asText: Set<String> = ["url"]) throws -> ColumnBatch {
        let choices = reader.schema.fields.enumerated().map { place, field in
            ColumnChoice(column: place, name: field.name, isText: asText.contains(field.name))
        }
        try reader.start(atRowGroup: 0, batchRows: 100, columns: choices)
        return try #require(try reader.next())
    }

    private func json(_ batch: ColumnBatch, _ column: String) throws -> [String] {
        let members = try batch.jsonMembers(of: [column])
        return try (0..<batch.rowCount).map { row in
            let text = members.withBytes(row) { String(decoding: $0, as: UTF8.self) }
            let object = try JSONSerialization.jsonObject(with: Data("{\(text)}".utf8)) as? [String: Any]
            let value = try #require(object?[column])
            let data = try JSONSerialization.data(
                withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes])
            return String(decoding: data, as: UTF8.self)
        }
    }

    @Test("Dictionaries and views come as plain types, and so the schema says before a row is read")
    func types() throws {
        let batch = try batch()
        let types = Dictionary(uniqueKeysWithValues: batch.schema.fields.map { ($0.name, $0.typeName) })
        #expect(types["words"] == "string" && types["raw"] == "binary" && types["coded"] == "string")
        #expect(types["view"] == "list<element: string>")
        #expect(reader.schema.fields == batch.schema.fields)
    }

    @Test("Text that is not UTF-8 is repaired once, at any depth: in JSON, in text and in the table")
    func repair() throws {
        let batch = try batch()
        #expect(try json(batch, "url") == ["\"http://a.test/café\"", "\"http://a.test/1\"", "null"])
        #expect(try json(batch, "tags") == ["[\"café\",\"€ ÿ\"]", "[]", "[\"fine\"]"])
        #expect(try json(batch, "place")[1] == "{\"n\":2,\"name\":\"€ ÿ\"}")
        #expect(try json(batch, "coded") == ["\"café\"", "\"fine\"", "\"café\""])
        #expect(try json(batch, "map")[0].contains("vÿ"))
        #expect(batch.text("url")?.string(0) == "http://a.test/café")
        #expect(reader.repaired["url"] == 1 && reader.repaired["tags"] == 2 && reader.repaired["words"] == nil)

        // What is written is read without a repair, and has the same values.
        let path = folder.path("copy.parquet")
        var writer = try ParquetWriter(path: path, schema: batch.schema, rowGroupRows: 10)
        try writer.write(batch)
        try writer.finish()
        let copy = try ParquetReader(path: path)
        try copy.start(
            atRowGroup: 0, batchRows: 100,
            columns: copy.schema.fields.enumerated().map { ColumnChoice(column: $0.offset, name: $0.element.name) })
        let read = try #require(try copy.next())
        #expect(copy.repaired.isEmpty)
        #expect(read.schema.fields == batch.schema.fields)
        for field in batch.schema.fields { #expect(try json(read, field.name) == json(batch, field.name), "\(field)") }
    }

    @Test("Rows of every type can be taken, filtered and joined")
    func taking() throws {
        let batch = try batch()
        let taken = try batch.taking([2, 0])
        let joined = try ColumnBatch.concatenate([taken, batch.filtered(by: [0, 1, 0])])
        for field in batch.schema.fields {
            let all = try json(batch, field.name)
            #expect(try json(joined, field.name) == [all[2], all[0], all[1]], "\(field)")
        }
    }

    @Test("Views, UUIDs and numbers are read as what they mean; a number's text does not depend on others")
    func texts() throws {
        let batch = try batch()
        func texts(_ column: String) -> [String?] {
            (0..<batch.rowCount).map { batch.text(column)?.string($0) }
        }
        #expect(texts("words") == ["ab", "longer than twelve bytes", nil])
        #expect(texts("view") == ["[\"a\", \"b\"]", nil, "[\"c\"]"])
        #expect(texts("id") == ["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000abcdef", nil])
        #expect(try json(batch, "id")[0] == "\"00000000-0000-0000-0000-000000000001\"")
        #expect(texts("number") == ["1.5", "0.1", nil])
    }

    @Test("Numbers that are whole are keys without a point; texts, integers and other numbers stay as they are")
    func wholeNumbers() throws {
        let batch = try ColumnBatch(
            rowCount: 4,
            columns: [
                NewColumn(name: "id", values: .double([12_345_678, 0.5, -3, 1e300])),
                NewColumn(name: "text", values: .text(["1.0", "a", nil, ""])),
            ])
        let ids = try #require(batch.text("id", wholeNumbers: true))
        #expect((0..<4).map { ids.string($0) } == ["12345678", "0.5", "-3", "1e+300"])
        #expect(batch.text("id")?.string(0) == "12345678.0")
        #expect(batch.text("text", wholeNumbers: true)?.string(0) == "1.0")
    }

    /// Made by pyarrow 26: text with the bytes E9, 80 and FF in a column, a list, a record and a map; a dictionary; string,
    /// binary and list views; UUIDs; doubles with NaN.
    private static let file = """
        UEFSMRUEFVIVTkwVBBUAEgAAKLUv/SAp9QAAwBIAAABodHRwOi8vYS50ZXN0L2NhZukPMQEAc55NFQAVEhUkLBUGFRAVBhUGHAAAACi1L/0g
        CUkAAAIAAAADAwEDAhUEFUQVVkwVBBUAEgAAKLUv/SAiEQEAAgAAAGFiGAAAAGxvbmdlciB0aGFuIHR3ZWx2ZSBieXRlcxUAFRIVJCwVBhUQ
        FQYVBhwAAAAotS/9IAlJAAACAAAAAwMBAwIVBBVEFVZMFQQVABIAACi1L/0gIhEBAAIAAABhYhgAAABsb25nZXIgdGhhbiB0d2VsdmUgYnl0
        ZXMVABUSFSQsFQYVEBUGFQYcAAAAKLUv/SAJSQAAAgAAAAMDAQMCFQQVLhVATBUGFQASAAAotS/9IBe5AAAEAAAAY2Fm6QMAAACAIP8EAAAA
        ZmluZRUAFSIVNCwVCBUQFQYVBhwAAAAotS/9IBGJAAACAAAAAwIDAAAAA98AAgMkABUEFS4VQEwVBhUAEgAAKLUv/SAXuQAABAAAAGNhZukD
        AAAAgCD/BAAAAGZpbmUVABUUFSYsFQYVEBUGFQYcAAAAKLUv/SAKUQAAAgAAAAYCAgMkABUEFTAVOkwVBhUAEgAAKLUv/SAYpQAAYAEAAgAD
        AAAAAAAAAAIAYOABYAEVABUUFSYsFQYVEBUGFQYcAAAAKLUv/SAKUQAAAgAAAAYCAgMkABUEFSIVNEwVBBUAEgAAKLUv/SARiQAABQAAAGNh
        ZsOpBAAAAGZpbmUVABUSFSQsFQYVEBUGFQYcAAAAKLUv/SAJSQAAAgAAAAYBAQMCFQQVHhUwTBUGFQASAAAotS/9IA95AAABAAAAYQEAAABi
        AQAAAGMVABUiFTQsFQgVEBUGFQYcAAAAKLUv/SARiQAAAgAAAAMCAwAAAAPPAAIDJAAVBBUWFShMFQQVABIAACi1L/0gC1kAAAIAAABr6QEA
        AABrFQAVIBUyLBUGFRAVBhUGHAAAACi1L/0gEIEAAAIAAAAGAAMAAAADJgABAwIVBBUWFShMFQQVABIAACi1L/0gC1kAAAIAAAB2/wEAAAB2
        FQAVIBUyLBUGFRAVBhUGHAAAACi1L/0gEIEAAAIAAAAGAAMAAAADNwABAwIVBBVAFTBMFQQVABIAACi1L/0gIH0AADgAAAEAq83vAgCAwwfA
        AhUAFRIVJCwVBhUQFQYVBhwAAAAotS/9IAlJAAACAAAAAwMBAwIVBBUwFUJMFQYVABIAACi1L/0gGMEAAAAAAAAAAPg/mpmZmZmZuT8AAAAA
        AAD4fxUAFRQVJiwVBhUQFQYVBhwAAAAotS/9IApRAAACAAAABgECAyQAFQQZ/BQ1ABgGc2NoZW1hFRQAFQwlAhgDdXJsJQBMHAAAABUMJQIY
        BXdvcmRzJQBMHAAAABUMJQIYA3JhdwA1AhgEdGFncxUCFQZMPAAAADUEGARsaXN0FQIAFQwlAhgHZWxlbWVudCUATBwAAAA1AhgFcGxhY2UV
        BAAVDCUCGARuYW1lJQBMHAAAABUEJQIYAW4AFQwlAhgFY29kZWQlAEwcAAAANQIYBHZpZXcVAhUGTDwAAAA1BBgEbGlzdBUCABUMJQIYB2Vs
        ZW1lbnQlAEwcAAAANQIYA21hcBUCFQJMLAAAADUEGAlrZXlfdmFsdWUVBAAVDCUAGANrZXklAEwcAAAAFQwlAhgFdmFsdWUlAEwcAAAAFQ4V
        IBUCGAJpZGzsAAAAFQolAhgGbnVtYmVyABYGGRwZzCYAHBUMGTUABhAZGAN1cmwVDBYGFqYBFrQBJnImCCksFQQVABUCABUAFRAVAgA8FkIZ
        BhkmAgQAAAAmABwVDBk1AAYQGRgFd29yZHMVDBYGFpgBFrwBJq4CJrwBKSwVBBUAFQIAFQAVEBUCADwWNBkGGSYCBAAAACYAHBUMGTUABhAZ
        GANyYXcVDBYGFpgBFrwBJuoDJvgCKSwVBBUAFQIAFQAVEBUCADwWNBkGGSYCBAAAACYAHBUMGTUABhAZOAR0YWdzBGxpc3QHZWxlbWVudBUM
        FggWkgEWtgEmkAUmtAQpLBUEFQAVAgAVABUQFQIAPBYWGSYGAhlGAAIABgAAACYAHBUMGTUABhAZKAVwbGFjZQRuYW1lFQwWBhaEARaoASbG
        BibqBSksFQQVABUCABUAFRAVAgA8FhYZBhk2AAAGAAAAJgAcFQQZNQAGEBkoBXBsYWNlAW4VDBYGFoYBFqIBJugHJpIHKSwVBBUAFQIAFQAV
        EBUCADwpBhk2AAAGAAAAJgAcFQwZNQAGEBkYBWNvZGVkFQwWBhZ2FpoBJoQJJrQIKSwVBBUAFQIAFQAVEBUCADwWHBkGGSYABgAAACYAHBUM
        GTUABhAZOAR2aWV3BGxpc3QHZWxlbWVudBUMFggWggEWpgEmmgomzgkpLBUEFQAVAgAVABUQFQIAPBYGGSYGAhlGAgAABgAAACYAHBUMGTUA
        BhAZOANtYXAJa2V5X3ZhbHVlA2tleRUMFgYWeBacASa4Cyb0CiksFQQVABUCABUAFRAVAgA8FgYZJgYAGTYAAgQAAAAmABwVDBk1AAYQGTgD
        bWFwCWtleV92YWx1ZQV2YWx1ZRUMFgYWeBacASbUDCaQDCksFQQVABUCABUAFRAVAgA8FgYZJgYAGUYAAgAEAAAAJgAcFQ4ZNQAGEBkYAmlk
        FQwWBhaUARaWASb4DSasDSksFQQVABUCABUAFRAVAgA8KQYZJgIEAAAAJgAcFQoZNQAGEBkYBm51bWJlchUMFgYWhgEWqgEmoA8mwg4pLBUE
        FQAVAgAVABUQFQIAPCkGGSYABgAAABb0DBYGJggW5A8AGRwYDEFSUk9XOnNjaGVtYRjsCi8vLy8vd2dFQUFBUUFBQUFBQUFLQUF3QUJnQUZB
        QWdBQ2dBQUFBQUJCQUFFQUFBQW1QMy8vd1FBQUFBS0FBQUF1QU1BQUh3REFBQlVBd0FBL0FJQUFHd0NBQUFnQWdBQXVBRUFBQUFCQUFCTUFB
        QUFCQUFBQUlEOC8vOEFBQUVERUFBQUFDQUFBQUFFQUFBQUFBQUFBQVlBQUFCdWRXMWlaWElBQUFBQUJnQUdBQVFBQmdBQUFBSUFFZ0FZQUFn
        QUJnQUhBQXdBQUFBUUFCUUFFZ0FBQUFBQUFROFVBQUFBbkFBQUFBZ0FBQUFRQUFBQUFBQUFBQUlBQUFCcFpBQUFBZ0FBQUVnQUFBQUVBQUFB
        eVAvLy94Z0FBQUFFQUFBQUNnQUFBR0Z5Y205M0xuVjFhV1FBQUJRQUFBQkJVbEpQVnpwbGVIUmxibk5wYjI0NmJtRnRaUUFBQUFBSUFBd0FC
        QUFJQUFnQUFBQVFBQUFBQkFBQUFBQUFBQUFBQUFBQUdBQUFBRUZTVWs5WE9tVjRkR1Z1YzJsdmJqcHRaWFJoWkdGMFlRQUFCZ0FJQUFRQUJn
        QUFBQkFBQUFCMC9mLy9BQUFCRVJRQUFBQVlBQUFBQkFBQUFBRUFBQUFRQUFBQUF3QUFBRzFoY0FCby9mLy9xUC8vL3dBQUFBMFlBQUFBSUFB
        QUFBUUFBQUFDQUFBQVVBQUFBQlFBQUFBSEFBQUFaVzUwY21sbGN3Q1kvZi8velAzLy93QUFBUVVRQUFBQUdBQUFBQVFBQUFBQUFBQUFCUUFB
        QUhaaGJIVmxBQUFBd1AzLy94QUFGQUFJQUFBQUJ3QU1BQUFBRUFBUUFBQUFBQUFBQlJBQUFBQVVBQUFBQkFBQUFBQUFBQUFEQUFBQWEyVjVB
        UFQ5Ly84by92Ly9BQUFCR1JRQUFBQWNBQUFBQkFBQUFBRUFBQUFVQUFBQUJBQUFBSFpwWlhjQUFBQUFJUDcvLzFUKy8vOEFBQUVZRUFBQUFC
        Z0FBQUFFQUFBQUFBQUFBQVFBQUFCcGRHVnRBQUFBQUVqKy8vOFFBQmdBQ0FBR0FBY0FEQUFRQUJRQUVBQUFBQUFBQVFVVUFBQUFPQUFBQUNB
        QUFBQUVBQUFBQUFBQUFBVUFBQUJqYjJSbFpBQUFBQWdBQ0FBQUFBUUFDQUFBQUFRQUFBQ2cvLy8vQUFBQUFRZ0FBQUNnL3YvLzFQNy8vd0FB
        QVEwWUFBQUFJQUFBQUFRQUFBQUNBQUFBVEFBQUFCUUFBQUFGQUFBQWNHeGhZMlVBQUFEUS92Ly9CUC8vL3dBQUFRSVFBQUFBSEFBQUFBUUFB
        QUFBQUFBQUFRQUFBRzRBQUFBSUFBd0FDQUFIQUFnQUFBQUFBQUFCUUFBQUFEai8vLzhBQUFFRkVBQUFBQmdBQUFBRUFBQUFBQUFBQUFRQUFB
        QnVZVzFsQUFBQUFDei8vLzlnLy8vL0FBQUJEQlFBQUFBY0FBQUFCQUFBQUFFQUFBQVVBQUFBQkFBQUFIUmhaM01BQUFBQVdQLy8vNHovLy84
        QUFBRUZFQUFBQUJnQUFBQUVBQUFBQUFBQUFBUUFBQUJwZEdWdEFBQUFBSUQvLy8rMC8vLy9BQUFCRnhBQUFBQVVBQUFBQkFBQUFBQUFBQUFE
        QUFBQWNtRjNBS1QvLy8vWS8vLy9BQUFCR0JBQUFBQVlBQUFBQkFBQUFBQUFBQUFGQUFBQWQyOXlaSE1BQUFETS8vLy9FQUFVQUFnQUJnQUhB
        QXdBQUFBUUFCQUFBQUFBQUFFRkVBQUFBQmdBQUFBRUFBQUFBQUFBQUFNQUFBQjFjbXdBQkFBRUFBUUFBQUE9ABggcGFycXVldC1jcHAtYXJy
        b3cgdmVyc2lvbiAyNi4wLjEZzBwAABwAABwAABwAABwAABwAABwAABwAABwAABwAABwAABwAAAAuCgAAUEFSMQ==
        """
}
