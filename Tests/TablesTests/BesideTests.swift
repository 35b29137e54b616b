// Batches put side by side, rows of nulls, and columns as numbers.

import Testing

@testable import Tables

@Suite("Batches beside each other")
struct BesideTests {
    private func batch(_ name: String, _ values: NewColumn.Values, rows: Int) throws -> ColumnBatch {
        try ColumnBatch(rowCount: rows, columns: [NewColumn(name: name, values: values)])
    }

    @Test("Columns of both are taken in any order; rows that are missing are null")
    func beside() throws {
        let left = try ColumnBatch(
            rowCount: 3,
            columns: [
                NewColumn(name: "a", values: .text(["x", nil, "z"])), NewColumn(name: "b", values: .int64([1, 2, 3])),
            ])
        let right = try batch("c", .double([0.5, 0.25]), rows: 2).taking([1, nil, 0])
        let both = try left.beside(right, columns: [2, 0])
        #expect(both.schema.fields.map(\.name) == ["c", "a"])
        let texts = both.text("c")
        #expect((0..<3).map { texts?.string($0) } == ["0.25", nil, "0.5"])
        #expect(both.text("a")?.string(2) == "z")
        #expect(throws: TableError.self) { try left.beside(right, columns: [3]) }
        #expect(throws: TableError.self) { try left.beside(right.slice(from: 0, count: 2), columns: [0]) }
        let none = try batch("c", .text([]), rows: 0).taking([nil, nil])
        #expect(none.rowCount == 2 && none.text("c")?.string(0) == nil)
    }

    @Test("Numbers of every kind, and texts that are numbers, are doubles; anything else is NaN")
    func numbers() throws {
        #expect(
            try batch("a", .int32([1, nil, -3]), rows: 3).numbers("a").map(\.description) == ["1.0", "nan", "-3.0"])
        #expect(try batch("a", .double([0.1]), rows: 1).numbers("a") == [0.1])
        let texts = try batch("a", .text(["0.30000000000000004", "x", nil, ""]), rows: 4).numbers("a")
        #expect(texts[0] == 0.1 + 0.2 && texts[1...].allSatisfy(\.isNaN))
        #expect(try batch("a", .typed("float", jsonArray: "[0.5, null]"), rows: 2).numbers("a").first == 0.5)
        #expect(throws: TableError.self) { try batch("a", .int32([1]), rows: 1).numbers("b") }
        #expect(throws: TableError.self) {
            try batch("a", .typed("list<int64>", jsonArray: "[[1]]"), rows: 1).numbers("a")
        }
    }
}
