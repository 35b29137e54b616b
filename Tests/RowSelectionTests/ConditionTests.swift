// Conditions: read, checked and asked of rows.

import Foundation
import RowSelection
import Tables
import Testing

/// A table with the columns of LAION-400M, and some of other kinds.
struct ConditionTable {
    let batch: ColumnBatch

    init() throws {
        batch = try ColumnBatch(
            rowCount: 6,
            columns: [
                NewColumn(name: "SAMPLE_ID", values: .int64([0, 1, 2, 3, 4, 9_007_199_254_740_993])),
                NewColumn(name: "URL", values: .text(["http://a/0.jpg", "https://b/1.PNG", nil, "", "x", "a'b"])),
                NewColumn(name: "TEXT", values: .text(["naïve café", "two words", nil, "", "42", " 7.5 "])),
                NewColumn(name: "HEIGHT", values: .int32([512, 1024, 0, nil, 256, 600])),
                NewColumn(name: "WIDTH", values: .int32([1024, 512, 300, 512, nil, 60_000])),
                NewColumn(name: "NSFW", values: .text(["UNLIKELY", "NSFW", "UNSURE", nil, "UNLIKELY", "unlikely"])),
                NewColumn(name: "similarity", values: .double([0.31, 0.3, .nan, nil, -1, 0.5])),
                NewColumn(
                    name: "small", values: .typed("float", jsonArray: "[0.5, 0.25, 0.1, null, 0.3, 1]")),
                NewColumn(
                    name: "marked", values: .typed("bool", jsonArray: "[true, false, null, true, false, true]")),
                NewColumn(name: "odd name", values: .int64([1, 2, 3, 4, 5, 6])),
                NewColumn(
                    name: "boxes", values: .typed("list<double>", jsonArray: "[[1], [], null, [2], [3], [4]]")),
                NewColumn(
                    name: "big", values: .typed("uint64", jsonArray: "[0, 1, 2, 3, 4, 18446744073709551615]")),
            ])
    }

    var columns: [String] { batch.schema.fields.map(\.name) }

    /// The rows that meet a condition.
    func rows(_ text: String, option: String = "--where") throws -> [Int] {
        try rows([FilterCondition(text, option: option)])
    }

    func rows(_ conditions: [FilterCondition]) throws -> [Int] {
        let filter = try RowFilter(conditions, columns: columns, aliases: ["caption": "TEXT"])
        try filter.check(
            Dictionary(uniqueKeysWithValues: batch.schema.fields.map { ($0.name, ValueKind(typeName: $0.typeName)) }))
        let mask = try filter.mask(of: batch)
        return mask.indices.filter { mask[$0] == 1 }
    }

    /// What is wrong with a condition.
    func failure(_ text: String) throws -> WhereError {
        try #require(#expect(throws: WhereError.self) { try rows(text) })
    }
}

@Suite("Conditions on rows")
struct ConditionTests {
    private let table: ConditionTable

    init() throws { table = try ConditionTable() }

    @Test(
        "A condition is met by the rows it is true of",
        arguments: [
            ("WIDTH >= 512", [0, 1, 3, 5]), ("WIDTH > 512", [0, 5]), ("WIDTH < 512", [2]), ("WIDTH <= 512", [1, 2, 3]),
            ("WIDTH = 512", [1, 3]), ("WIDTH == 512.0", [1, 3]), ("WIDTH != 512", [0, 2, 5]),
            ("WIDTH <> 512", [0, 2, 5]),
            ("512 <= WIDTH", [0, 1, 3, 5]), ("WIDTH >= 511.5", [0, 1, 3, 5]), ("WIDTH > HEIGHT", [0, 2, 5]),
            ("WIDTH >= 512 and HEIGHT >= 512 and similarity > 0.3 and NSFW == \"UNLIKELY\"", [0]),
            ("WIDTH >= 512 AND HEIGHT >= 512 Or SAMPLE_ID = 2", [0, 1, 2, 5]),
            ("not (WIDTH >= 512)", [2]), ("not WIDTH >= 512 or marked", [0, 2, 3, 5]), ("not not marked", [0, 3, 5]),
            ("SAMPLE_ID in (1, 3, 77)", [1, 3]), ("SAMPLE_ID not in (1, 3)", [0, 2, 4, 5]),
            ("NSFW in ('UNLIKELY', 'UNSURE')", [0, 2, 4]), ("NSFW not in ('UNLIKELY')", [1, 2, 5]),
            ("SAMPLE_ID in (-1, 2.0, 0.5)", [2]),
            ("NSFW is null", [3]), ("NSFW is not null", [0, 1, 2, 4, 5]), ("boxes is null", [2]),
            ("WIDTH is null or HEIGHT is null", [3, 4]), ("(similarity > 0) is null", [3]),
            ("URL contains '/'", [0, 1]), ("URL not contains '/'", [3, 4, 5]), ("contains(URL, \"a\")", [0, 5]),
            ("URL starts with \"http\"", [0, 1]), ("URL starts_with \"https\"", [1]), ("URL ends with \".jpg\"", [0]),
            ("ends_with(lower(URL), '.png')", [1]), ("upper(NSFW) == 'UNLIKELY'", [0, 4, 5]),
            ("URL = ''", [3]), ("URL == 'a''b'", [5]),
            ("length(TEXT) = 10", [0]), ("length(caption) >= 9", [0, 1]), ("length(TEXT) == 0", [3]),
            ("number(TEXT) > 7", [4, 5]), ("number(TEXT) is null", [0, 1, 2, 3]),
            ("WIDTH * HEIGHT >= 524288", [0, 1, 5]), ("WIDTH + 1 == 513", [1, 3]), ("-WIDTH < -1000", [0, 5]),
            ("WIDTH - HEIGHT * 2 == 0", [0]), ("(WIDTH - HEIGHT) * 2 == 1024", [0]), ("WIDTH / 2 = 256", [1, 3]),
            ("aspect >= 2", [0, 5]), ("WIDTH / HEIGHT < 1", [1]), ("WIDTH / HEIGHT is null", [2, 3, 4]),
            ("similarity > 0.3", [0, 5]), ("similarity >= 0.3", [0, 1, 5]), ("similarity == similarity", [0, 1, 4, 5]),
            ("similarity < 0", [4]), ("similarity != 0.5", [0, 1, 2, 4]), ("small > 0.25", [0, 4, 5]),
            ("small >= 0.25", [0, 1, 4, 5]), ("marked", [0, 3, 5]), ("marked == false", [1, 4]),
            ("marked != true or not marked", [1, 4]), ("true", [0, 1, 2, 3, 4, 5]), ("false or 1 > 2", []),
            ("`odd name` > 4", [4, 5]), ("NSFW < 'O'", [1]), ("NSFW >= 'UNS'", [2, 5]),
            ("SAMPLE_ID == 9007199254740993", [5]), ("SAMPLE_ID == 9007199254740992", []),
            ("SAMPLE_ID > 9007199254740992", [5]), ("WIDTH < 99999999999", [0, 1, 2, 3, 5]),
            ("WIDTH > -5000000000", [0, 1, 2, 3, 5]),
            ("big > -1", [0, 1, 2, 3, 4, 5]), ("big > 4", [5]), ("big > 1e18", [5]),
            ("big == SAMPLE_ID", [0, 1, 2, 3, 4]),
            ("1e3 < WIDTH and .5 < similarity + 1", [0, 5]),
        ] as [(String, [Int])])
    func isMet(text: String, rows: [Int]) throws {
        #expect(try table.rows(text) == rows)
        // Each row's mask is its own, whatever other rows there are.
        let filter = try RowFilter(
            [FilterCondition(text)], columns: table.columns, aliases: ["caption": "TEXT"])
        for row in 0..<table.batch.rowCount {
            #expect(try filter.mask(of: table.batch.slice(from: row, count: 1)) == [rows.contains(row) ? 1 : 0])
        }
        #expect(try filter.mask(of: table.batch.slice(from: 3, count: 0)).isEmpty)
    }

    @Test("Several conditions have to be met together, and usual columns are found by their names")
    func combines() throws {
        let width = FilterCondition(.width, atLeast: 512, option: "--min-width")
        let height = FilterCondition(.height, atLeast: 512, option: "--min-height")
        #expect(try table.rows([width]) == [0, 1, 3, 5])
        #expect(try table.rows([width, height]) == [0, 1, 5])
        #expect(try table.rows([FilterCondition(.nsfw, oneOf: ["Unlikely"], option: "--nsfw")]) == [0, 4, 5])
        let all = [
            try FilterCondition("SAMPLE_ID < 5"), width, height,
            FilterCondition(.similarity, atLeast: 0.3, option: "--min-similarity"),
        ]
        #expect(try table.rows(all) == [0, 1])
        let failure = #expect(throws: WhereError.self) {
            try RowFilter([width], columns: ["URL", "w", "h"])
        }
        #expect(failure?.category == .unknownColumn)
        #expect(failure?.option == "--min-width")
        #expect(failure?.hint?.contains("--where") == true)
    }

    @Test(
        "What is no condition is refused, with the place",
        arguments: [
            ("WIDTH >= ", 9..<10), ("WIDTH >= 512 and", 16..<17), ("WIDTH 512", 6..<9), ("WIDTH >= 512)", 12..<13),
            ("(WIDTH >= 512", 13..<14), ("WIDTH = 'a", 8..<9), ("`WIDTH = 1", 0..<1), ("WIDTH >= 512px", 9..<14),
            ("WIDTH >= 1.2.3", 9..<14), ("WIDTH => 512", 7..<8), ("WIDTH && HEIGHT", 6..<8), ("!marked", 0..<1),
            ("WIDTH == null", 9..<13), ("256 < WIDTH < 512", 12..<13), ("WIDTH in 5", 9..<10), ("WIDTH in (5", 11..<12),
            ("WIDTH in (HEIGHT)", 10..<16), ("URL contains TEXT", 13..<17), ("URL starts 'a'", 11..<14),
            ("size(URL) > 1", 0..<4), ("length URL > 1", 7..<10), ("WIDTH is 5", 9..<10), ("and", 0..<3), ("#", 0..<1),
        ] as [(String, Range<Int>)])
    func isNoCondition(text: String, place: Range<Int>) throws {
        let failure = try table.failure(text)
        #expect(failure.category == .syntax)
        #expect(failure.place == place, "\(failure.detail)")
        #expect(failure.text == text && failure.option == "--where")
        #expect(
            failure.excerpt == [
                text,
                String(repeating: " ", count: place.lowerBound)
                    + String(repeating: "^", count: max(1, min(place.count, text.count - place.lowerBound))),
            ])
    }

    @Test(
        "What does not fit the columns is refused, with the place",
        arguments: [
            ("WIDTH >= '512'", 0..<14, "write 512 without quotes"), ("NSFW == 5", 0..<9, "number(NSFW)"),
            ("TEXT > 0.5", 0..<10, "number(TEXT)"),
            ("WIDTH", 0..<5, "compare it"), ("WIDTH and marked", 0..<5, "compare it"),
            ("not NSFW", 4..<8, "compare it"),
            ("boxes == 1", 0..<5, "is null"), ("NSFW + 1 > 2", 0..<4, "number(NSFW)"),
            ("-NSFW > 2", 1..<5, "number(NSFW)"),
            ("length(WIDTH) > 1", 7..<12, ""), ("WIDTH contains '5'", 0..<5, ""), ("marked > false", 0..<6, ""),
            ("NSFW in ('a', 5)", 0..<15, ""), ("WIDTH in ('5')", 0..<13, "without quotes"),
            ("number(marked) > 1", 7..<13, ""),
            ("SAMPLE_ID > 1 and (WIDTH == 1 or lower(HEIGHT) = 'a')", 39..<45, ""),
        ] as [(String, Range<Int>, String)])
    func doesNotFit(text: String, place: Range<Int>, hint: String) throws {
        let failure = try table.failure(text)
        #expect(failure.category == .wrongType)
        #expect(failure.place == place, "\(failure.detail)")
        #expect(hint.isEmpty || failure.hint?.contains(hint) == true, "\(failure.hint ?? "no hint")")
    }

    @Test(
        "An unknown column is named with its place",
        arguments: [("WIDHT > 1 and URL = 'a'", "WIDHT", 0), ("1 < width", "width", 4), ("`aspect` > 1", "aspect", 0)])
    func unknownColumn(text: String, name: String, start: Int) throws {
        let failure = try table.failure(text)
        #expect(failure.category == .unknownColumn)
        #expect(failure.unknownName == name)
        #expect(failure.place?.lowerBound == start)
    }

    @Test("A list's own column comes before the words that stand for several")
    func prefersColumns() throws {
        let filter = try RowFilter(
            [FilterCondition("aspect > 1 and caption = 'a'")], columns: ["aspect", "caption", "TEXT"],
            aliases: ["caption": "TEXT"])
        #expect(filter.columns == ["aspect", "caption"])
        let failure = #expect(throws: WhereError.self) {
            try RowFilter([FilterCondition("aspect > 1")], columns: ["width"])
        }
        #expect(failure?.category == .unknownColumn)
    }

    @Test("Conditions that mean harm are refused, and neither crash nor hang")
    func hostileConditions() throws {
        let deep = String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000)
        let nots = String(repeating: "not ", count: 900) + "true"
        let long = "WIDTH" + String(repeating: " + 1", count: 4000) + " > 0"
        for text in [deep, nots, long, String(repeating: "-", count: 1500) + "1 > 0", "", "   ", "\u{0}", "🙂 > 1"] {
            #expect(throws: WhereError.self) { try table.rows(text) }
        }
        // As long as it may be.
        let most = "WIDTH" + String(repeating: " + 1", count: 990) + " > 1500"
        #expect(try table.rows(most) == [0, 1, 3, 5])
        let any = (0..<490).map { "SAMPLE_ID = \($0)" }.joined(separator: " or ")
        #expect(try table.rows(any) == [0, 1, 2, 3, 4])
    }
}
