// Conditions as typed with --where.

internal import RowSelection
internal import Tables

/// Reads a condition and asks it of a few rows; what it and its opposite keep, and what is said of the rows without
/// looking at them, must agree.
final class ConditionTrial: InputTrial {
    let name = "where"
    let words = [
        " and ", " or ", " not ", "not (", " in (", ", ", " is null", " is not null", " contains ", " starts with ",
        " ends with ", "starts_with(t, 'd')", "length(t)", "lower(t)", "aspect", "`t`", "'d'", "\"", " == ", " != ",
        " < ", " >= ", " + ", " - ", " * ", " / ", "-", "(", ")", "9223372036854775807", "9223372036854775808",
        "0.5", "1e308", "true", "null", "i", "x", "t", "b", "n", "WIDTH", "HEIGHT",
    ]
    private let columns: [NewColumn]
    private let batch: ColumnBatch
    private let statistics: [String: ColumnStatistics]
    private let kinds: [String: ValueKind]

    init() throws {
        let integers: [Int64?] = [nil, .min, -1, 0, 1, 512, .max]
        let reals: [Double?] = [0.5, nil, .nan, -.infinity, 1e308, -0.0, 512]
        let texts: [String?] = ["dog", "", nil, "d\u{E9}", "cat'\"", "dot", "DOG"]
        columns = [
            NewColumn(name: "i", values: .int64(integers)), NewColumn(name: "x", values: .double(reals)),
            NewColumn(name: "t", values: .text(texts)),
            NewColumn(name: "b", values: .typed("bool", jsonArray: "[true, false, null, true, true, false, false]")),
            NewColumn(name: "n", values: .text([nil, nil, nil, nil, nil, nil, nil])),
            NewColumn(name: "WIDTH", values: .int32([1, 2, 3, nil, 512, 600, 7])),
            NewColumn(name: "HEIGHT", values: .int32([1, 2, 0, 9, 512, nil, 7])),
        ]
        batch = try ColumnBatch(rowCount: 7, columns: columns)
        statistics = [
            "i": ColumnStatistics(rowCount: 7, nullCount: 1, bounds: .integers(.min, .max)),
            "x": ColumnStatistics(rowCount: 7, nullCount: 1, bounds: .reals(-.infinity, 1e308)),
            // As parquet cuts long bounds short.
            "t": ColumnStatistics(rowCount: 7, nullCount: 1, bounds: .texts([], Array("e".utf8))),
            "n": ColumnStatistics(rowCount: 7, nullCount: 7, bounds: nil),
            "WIDTH": ColumnStatistics(rowCount: 7, nullCount: 1, bounds: .integers(1, 600)),
            "HEIGHT": ColumnStatistics(rowCount: 7, nullCount: 1, bounds: .integers(0, 512)),
        ]
        kinds = Dictionary(
            batch.schema.fields.map { ($0.name, ValueKind(typeName: $0.typeName)) }, uniquingKeysWith: { $1 })
    }

    var seeds: [[UInt8]] {
        [
            "WIDTH >= 512 and t == \"dog\"", "not (i < 0 or x / 2 > 0.25) and length(lower(t)) = 3",
            "t in ('dog', 'cat', '') or i is not null", "aspect > 1 and WIDTH * HEIGHT - 1 != -5",
            "contains(t, 'o') and t not ends with 'g' and b", "x <= 1e308 and -i >= 3 and `t` starts with 'd'",
        ].map { Array($0.utf8) }
    }

    func problem(with bytes: UnsafeRawBufferPointer) throws -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        let filter: RowFilter
        do throws(WhereError) {
            filter = try self.filter(text)
        } catch {
            return problem(in: error, of: text)
        }
        let kept = try filter.mask(of: batch)
        guard kept.count == batch.rowCount else { return "\(kept.count) answers" }
        if kept.contains(1), !filter.mayKeep({ self.statistics[$0] }) { return "rows that are kept are passed over" }
        // It may be too long or too deep with the word around it.
        guard let opposite = try? self.filter("not (\(text))") else { return nil }
        let others = try opposite.mask(of: batch)
        if zip(kept, others).contains(where: { $0 == 1 && $1 == 1 }) { return "a row is kept by both" }
        return others.contains(1) && !opposite.mayKeep { self.statistics[$0] }
            ? "rows of the opposite are passed over" : nil
    }

    private func filter(_ text: String) throws(WhereError) -> RowFilter {
        let filter = try RowFilter([FilterCondition(text)], columns: columns.map(\.name), aliases: ["url": "t"])
        try filter.check(kinds)
        return filter
    }

    private func problem(in error: WhereError, of text: String) -> String? {
        if error.detail.isEmpty || error.detail.contains("\n") && !text.contains(where: \.isNewline) {
            return "an error of no line or several"
        }
        // The end is one behind the last.
        if let place = error.place, place.upperBound > text.count + 1 { return "an error behind the end" }
        let excerpt = error.excerpt
        return excerpt.isEmpty || excerpt.count == 2 ? nil : "an excerpt of \(excerpt.count) lines"
    }
}
