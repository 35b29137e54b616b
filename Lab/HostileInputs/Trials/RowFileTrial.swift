// Text files of rows: lines, CSV, TSV and JSON.

internal import Foundation
package import Tables

/// Reads a file of rows in large and in small batches, and passes over its rows: all three must agree.
package final class RowFileTrial: InputTrial {
    package let name: String
    private let format: RowFileFormat
    private let file = ScratchFile()

    package init(_ format: RowFileFormat) {
        self.format = format
        name =
            switch format {
            case .lines: "lines"
            case .commaSeparated: "csv"
            case .tabSeparated: "tsv"
            case .jsonLines: "json-lines"
            case .jsonDocument: "json"
            }
    }

    package var seeds: [[UInt8]] {
        let texts =
            switch format {
            case .lines: ["http://a.example/1.jpg\nhttp://a.example/2.jpg\r\n\n"]
            case .commaSeparated:
                [
                    "url,caption,n\nhttp://a.example,\"a \"\"b\"\"\nc\",1\nx,y,2.5\n", "\u{FEFF}a;b\r\n1;\"2\"\r\n",
                    "a\n\"\n",
                ]
            case .tabSeparated: ["url\tcaption\tn\nhttp://a.example\ta \"b\tTRUE\nx\ty\t1e5\n"]
            case .jsonLines:
                [
                    #"{"url": "http://a.example", "n": 1, "l": [1, 2], "o": {"a": null}}"# + "\n\n"
                        + #"{"url": "\u00e9\ud83d\ude00", "n": 2.5, "b": true}"# + "\n[]\n"
                ]
            case .jsonDocument:
                [
                    #"[{"url": "a", "n": 1}, {"url": "b\n", "n": -0.5e3, "m": [["x"]]}]"#,
                    #"{"url": {"0": "a", "1": "b"}, "n": {"0": 1, "1": null}}"#, #"{"url": ["a", "b"], "n": [1, 2]}"#,
                ]
            }
        return texts.map { Array($0.utf8) }
    }

    package var words: [String] {
        switch format {
        case .lines: ["\n", "\r", "\r\n"]
        case .commaSeparated, .tabSeparated:
            [
                "\"", "\"\"", "\n", "\r\n", ",", "\t", ";", "|", "9223372036854775807", "1e999", "true", "nan",
                "\u{FEFF}",
            ]
        case .jsonLines, .jsonDocument:
            [
                "\"", "\\", "\\u", "\\ud83d", "{", "}", "[", "]", ",", ":", "null", "true", "false", "NaN", "Infinity",
                "-",
                "1e999", "-0", "9223372036854775808", "\"url\":", "\n", "[[", "{\"a\":",
            ]
        }
    }

    /// What a file came to.
    private struct Found: Equatable {
        var rows: [[String?]] = []
        var broken: [Int: String] = [:]
    }

    package func problem(with bytes: UnsafeRawBufferPointer) throws -> String? {
        try file.write(bytes)
        // That a file is refused is in order; in which way it is read must not matter.
        let whole = try? read(batchRows: 1000)
        let parts = try? read(batchRows: 3)
        if whole?.found != parts?.found { return "batches of 1000 and of 3 rows differ" }
        guard let whole else { return nil }
        if let problem = whole.problem { return problem }
        if whole.found.broken.keys.contains(where: { !whole.found.rows.indices.contains($0) }) {
            return "a broken row is not there"
        }
        let skipped = try? reader().skip(1_000_000)
        return skipped == whole.found.rows.count ? nil : "\(skipped ?? -1) skipped of \(whole.found.rows.count) rows"
    }

    private func reader() throws(TableError) -> RowFileReader {
        let reader = try RowFileReader(path: file.path, format: format, compression: .none)
        try reader.select(reader.columns.enumerated().map { ColumnChoice(column: $0, name: "\($0) \($1)") })
        return reader
    }

    private func read(batchRows: Int) throws(TableError) -> (found: Found, problem: String?) {
        let reader = try reader()
        var found = Found()
        var problem: String?
        while let part = try reader.next(maximumRows: batchRows) {
            if part.batch.rowCount > batchRows || part.batch.rowCount == 0 { problem = "\(part.batch.rowCount) rows" }
            for (row, reason) in part.broken { found.broken[found.rows.count + row] = reason }
            let names = part.batch.schema.fields.map(\.name)
            var columns: [TextColumn] = []
            for name in names { columns.append(try part.batch.requiredText(name)) }
            let members = try part.batch.jsonMembers(of: names)
            for row in 0..<part.batch.rowCount {
                found.rows.append(columns.map { $0.string(row) })
                for column in columns where !column.withBytes(row, Self.isUTF8) { problem = "a text is not UTF-8" }
                if !members.withBytes(row, Self.isJSON) { problem = "row \(row) is no JSON" }
            }
        }
        return (found, problem)
    }

    private static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }

    private static func isJSON(_ members: UnsafeRawBufferPointer) -> Bool {
        let object = Array("{".utf8) + members + Array("}".utf8)
        return object.allSatisfy { $0 < 0x80 } && (try? JSONSerialization.jsonObject(with: Data(object))) != nil
    }
}
