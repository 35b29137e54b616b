import Foundation
import Inspection
import Reporting
import Tables
import Testing

@Suite("Failed rows as a table")
struct FailureListingTests {
    private func row(_ url: String?, _ message: String? = "m") -> FailedRow {
        FailedRow(url: url, key: "000000001", failureClass: "dns", message: message, attempts: 2, shard: "00000")
    }

    /// Texts that lists and servers may have.
    private static let hostile = [
        "http://a.example/1,2.jpg", "http://a.example/\"quoted\".jpg", "http://a.example/\nline", "\r\n", " spaces ",
        "",
        "=1+1", "http://ü.example/漢字.jpg", "\u{1b}[2Jhttp://a.example/", "a\tb", "'", ",\",\"\"", "\u{202e}gpj.exe",
    ]

    @Test("Every text comes back from the CSV as it was", arguments: hostile)
    func csv(text: String) throws {
        let folder = try TestFile()
        let lines = [FailedRow.csvHeader, row(text, text + "!").csvLine(), row(nil, nil).csvLine()]
        let path = try folder.write(lines.map { $0 + "\n" }.joined())
        let reader = try RowFileReader(path: path, format: .commaSeparated, compression: .none)
        #expect(reader.columns == FailureFormat.columns)
        try reader.select(reader.columns.enumerated().map { ColumnChoice(column: $0, name: $1, isText: true) })
        let rows = try #require(try reader.next(maximumRows: 10))
        #expect(rows.batch.rowCount == 2 && rows.broken.isEmpty)
        #expect(rows.batch.text("url")?.string(0) ?? "" == text)
        #expect(rows.batch.text("message")?.string(0) == text + "!")
        #expect(rows.batch.text("attempts")?.string(0) == "2")
        #expect(rows.batch.text("url")?.string(1) ?? "" == "")
    }

    @Test("Every text comes back from the JSON as it was, and no control character is in it", arguments: hostile)
    func json(text: String) throws {
        let line = row(text).jsonLine
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) })
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["url"] as? String == text && object["attempts"] as? Int == 2)
        #expect(Set(object.keys) == Set(FailureFormat.columns))
    }

    @Test("A terminal gets no character that it would obey")
    func terminal() {
        let line = row("http://a.example/\u{1b}]0;title\u{07}\n,").csvLine(isForTerminal: true)
        #expect(line.hasPrefix("\"http://a.example/?]0;title? ,\","))
    }

    @Test("All failed rows are listed, or those of some classes")
    func listing() throws {
        let dataset = try MadeDataset()
        func rows(_ choice: FailureChoice?) throws -> [FailedRow] {
            var rows: [FailedRow] = []
            #expect(try FailureListing(path: dataset.path, choice: choice).forEach { rows.append($0) } == [])
            return rows
        }
        let all = try rows(nil)
        #expect(all.map(\.failureClass) == ["http_404", "not_an_image", "http_404", "not_an_image"])
        #expect(all.map(\.shard) == ["00000", "00000", "00001", "00001"])
        #expect(all[0].url == "http://host1.example/0/2.jpg" && all[0].message == "HTTP Error 404: Not Found")
        var unknown: String?
        let choice = FailureChoice(words: ["http_404"], unknown: &unknown)
        #expect(try rows(choice).count == 2)
        #expect(try rows(.passing).isEmpty)
    }

    @Test("A table that cannot be read is named, and the others are read")
    func damaged() throws {
        let dataset = try MadeDataset()
        try dataset.edit("00000.parquet") { $0.removeLast(100) }
        var rows: [FailedRow] = []
        let unreadable = try FailureListing(path: dataset.path, choice: nil).forEach { rows.append($0) }
        #expect(unreadable.count == 1 && unreadable.allSatisfy { $0.contains("00000.parquet") })
        #expect(rows.map(\.shard) == ["00001", "00001"])
    }

    @Test("A dataset without tables says so")
    func noTables() throws {
        let dataset = try MadeDataset(shards: 1)
        try dataset.remove("00000.parquet")
        #expect {
            try FailureListing(path: dataset.path, choice: nil)
        } throws: {
            guard let message = ($0 as? InspectionError)?.message else { return false }
            return message.contains("no metadata tables") && message.hasSuffix("img2shards inspect \(dataset.path)")
        }
    }

    @Test("A file is there when it is complete, and replaces the one before", arguments: FailureFormat.allCases)
    func file(format: FailureFormat) throws {
        let folder = try TestFile()
        let path = try folder.write("before")
        let output = try FailureOutput(format, path: path)
        for number in 0..<25_000 { try output.add(row("http://a.example/\(number)")) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
        try output.finish()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.folder.path) == ["file"])
        let count: Int
        switch format {
        case .csv: count = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count - 1
        case .jsonl: count = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count
        case .parquet:
            let reader = try ParquetReader(path: path)
            #expect(reader.schema.fields.map(\.name) == FailureFormat.columns)
            count = reader.rowCount
        }
        #expect(count == 25_000)
    }
}

/// A file in a folder that goes with this object.
private final class TestFile {
    let folder = URL(filePath: NSTemporaryDirectory() + "failures-" + UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    func write(_ text: String) throws -> String {
        let path = folder.appending(path: "file")
        try Data(text.utf8).write(to: path)
        return path.path
    }

    deinit {
        // Left behind at worst in the system's folder for temporary files.
        try? FileManager.default.removeItem(at: folder)
    }
}
