// Which parts of a file need not be read.

import Foundation
import RowSelection
import Tables
import Testing

@Suite("Row groups that no wanted row is in")
struct RowGroupTests {
    private static func mayKeep(_ text: String, _ statistics: [String: ColumnStatistics]) throws -> Bool {
        try RowFilter([FilterCondition(text)], columns: ["a", "b", "x", "t"]).mayKeep { statistics[$0] }
    }

    @Test(
        "Bounds decide where they can, and nothing is passed over for want of them",
        arguments: [
            ("a >= 20", true), ("a >= 21", false), ("a > 20", false), ("a < 10", false), ("a <= 10", true),
            ("a == 15", true),
            ("a == 9", false), ("a != 15", true), ("15 > a", true), ("10 > a", false), ("a in (1, 2, 21)", false),
            ("a in (1, 12)", true), ("not a >= 10", false), ("not a > 10", true), ("a is null", false),
            ("a is not null", true),
            ("a > 20.5", false), ("a > 19.5", true), ("a = 9.5", false), ("b == 7", true), ("b != 7", false),
            ("not b == 7", false), ("b is null", true), ("b > 7 or a > 20", false), ("b = 7 and a > 20", false),
            ("b = 7 and a > 19", true), ("x > 1", false), ("x > 0.9", true), ("not x <= 1", true), ("x != 0.5", true),
            ("t == 'dog'", true), ("t == 'ant'", false), ("t starts with 'do'", true), ("t starts with 'e'", false),
            ("t starts with 'a'", false), ("t starts with 'ca'", true), ("t != 'cat'", true), ("t > 'dot'", false),
            ("t contains 'q'", true), ("a + 1 > 100", true), ("length(t) > 100", true), ("false", false),
            ("a > b", true),
            ("a > 20 or t contains 'q'", true), ("a > 20 and t contains 'q'", false), ("not (a > 5 and a < 30)", false),
        ] as [(String, Bool)])
    func judges(text: String, mayKeep: Bool) throws {
        let known = [
            "a": ColumnStatistics(rowCount: 10, nullCount: 0, bounds: .integers(10, 20)),
            "b": ColumnStatistics(rowCount: 10, nullCount: 3, bounds: .integers(7, 7)),
            "x": ColumnStatistics(rowCount: 10, nullCount: 0, bounds: .reals(0.5, 1)),
            "t": ColumnStatistics(
                rowCount: 10, nullCount: nil, bounds: .texts(Array("cat".utf8), Array("dot".utf8))),
        ]
        #expect(try Self.mayKeep(text, known) == mayKeep)
        // Without bounds everything is possible but what is never true.
        #expect(try Self.mayKeep(text, [:]) == (text != "false"))
    }

    @Test("A column of nulls alone meets no comparison")
    func allNull() throws {
        let known = ["a": ColumnStatistics(rowCount: 4, nullCount: 4, bounds: nil)]
        #expect(try !Self.mayKeep("a > 1", known))
        #expect(try !Self.mayKeep("not a > 1", known))
        #expect(try Self.mayKeep("a is null", known))
        #expect(try !Self.mayKeep("a is not null", known))
    }

    /// Rows whose columns are in order here and there, with nulls and not-a-number among them.
    private func batch(from: Int, count: Int) throws -> ColumnBatch {
        let numbers = from..<from + count
        return try ColumnBatch(
            rowCount: count,
            columns: [
                NewColumn(name: "id", values: .int64(numbers.map { Int64($0) })),
                NewColumn(name: "small", values: .int32(numbers.map { $0 % 11 == 0 ? nil : Int32($0 / 10) })),
                NewColumn(name: "share", values: .double(numbers.map { $0 % 13 == 0 ? .nan : Double($0) / 1000 })),
                NewColumn(name: "text", values: .text(numbers.map { $0 % 7 == 0 ? nil : "é\($0 / 100)" })),
                NewColumn(
                    name: "unsigned",
                    values: .typed(
                        "uint64",
                        jsonArray: "["
                            + numbers.map { "\(18_446_744_073_709_551_615 - UInt64($0))" }.joined(separator: ",") + "]")
                ),
                NewColumn(name: "empty", values: .int64(numbers.map { _ in nil })),
                NewColumn(name: "same", values: .text(numbers.map { _ in "one" })),
            ])
    }

    @Test(
        "No row that meets a condition is in a row group that is passed over",
        arguments: [
            "id >= 700", "id < 100", "id == 555", "id != 5", "id in (3, 444)", "not id > 100", "small >= 90",
            "small == 33",
            "not small != 33", "share > 0.95", "not share > 0.1", "share != 0.5", "text == 'é3'", "text > 'é8'",
            "text starts with 'é4'",
            "text is null", "small is null", "empty is null", "empty > 1", "empty is not null",
            "unsigned < 18446744073709551000",
            "unsigned > 18446744073709551200", "same == 'one'", "same != 'one'", "not same == 'one'",
            "id > 950 or id < 30",
            "id > 500 and share < 0.55", "not (id > 500 or share > 0.3)", "id * 2 > 1900", "(id > 990) is null",
        ])
    func passesOverSoundly(text: String) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".parquet").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let rows = try batch(from: 0, count: 1000)
        var writer = try ParquetWriter(path: path, schema: rows.schema, rowGroupRows: 50)
        try writer.write(rows)
        try writer.finish()
        let reader = try ParquetReader(path: path)
        #expect(reader.rowGroupRows.count == 20)
        let columns = reader.schema.fields.map(\.name)
        let filter = try RowFilter([FilterCondition(text)], columns: columns)
        var passedOver = 0
        for group in 0..<20 {
            var statistics: [String: ColumnStatistics] = [:]
            for (place, name) in columns.enumerated() {
                statistics[name] = try reader.statistics(ofRowGroup: group, column: place)
            }
            let mask = try filter.mask(of: rows.slice(from: group * 50, count: 50))
            if try !RowFilter([FilterCondition(text)], columns: columns).mayKeep({ statistics[$0] }) {
                passedOver += 1
                #expect(!mask.contains(1), "row group \(group)")
            }
        }
        let few = [
            "id >= 700", "id < 100", "id == 555", "id in (3, 444)", "small >= 90", "share > 0.95", "text == 'é3'",
            "empty > 1",
        ]
        if few.contains(text) { #expect(passedOver > 10) }
    }
}
