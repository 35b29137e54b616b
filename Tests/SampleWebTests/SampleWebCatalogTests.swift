// The made-up list.

import Foundation
import Testing

@testable import SampleWeb

@Suite("The sample web's catalog")
struct SampleWebCatalogTests {
    @Test("A row depends on its index alone")
    func deterministic() throws {
        let short = try SampleWebCatalog(rowCount: 10)
        let long = try SampleWebCatalog(rowCount: 1_000_000)
        #expect(short.row(7) == long.row(7))
        #expect(short.row(7) != short.row(8))
    }

    @Test("In 2,000 rows every outcome occurs, nine in ten are images, and no URL comes twice")
    func mix() throws {
        let catalog = try SampleWebCatalog(rowCount: 2000)
        let rows = (0..<2000).map(catalog.row)
        let counts = Dictionary(grouping: rows, by: \.expectation).mapValues(\.count)
        #expect(counts.count == SampleWebRow.Expectation.allCases.count)
        #expect((1700...1900).contains(rows.count { $0.expectation.isImage }))
        #expect(Set(rows.map(\.path)).count == 2000)
        let used = rows.compactMap { SampleImage(path: $0.path.prefix { $0 != "?" }) }
        #expect(Set(used.map(\.format)).count >= 7)
        #expect(used.count { $0.format == .jpg } > 1400)
    }

    @Test("Faults asked for are in every URL, and mistakes in them are refused")
    func extraFaults() throws {
        let catalog = try SampleWebCatalog(rowCount: 5, hasImagesOnly: true, extraFaults: "delay=2000")
        for index in 0..<5 {
            #expect(catalog.row(index).path.hasSuffix("&delay=2000"))
            #expect(catalog.row(index).expectation == .image)
        }
        #expect(throws: SampleWebError.self) { try SampleWebCatalog(rowCount: 1, extraFaults: "dealy=1") }
    }

    @Test("Captions are of many scripts, and some hold line breaks, quotes and nothing")
    func captions() throws {
        let catalog = try SampleWebCatalog(rowCount: 5000)
        let captions = (0..<5000).map { catalog.row($0).caption }
        #expect(captions.contains { $0.isEmpty })
        #expect(captions.contains { $0.contains("\n") })
        #expect(captions.contains { $0.contains("\"") && $0.contains(",") })
        #expect(captions.contains { !$0.utf8.allSatisfy { $0 < 128 } })
    }

    @Test("A line of JSON reads back as its row")
    func jsonLines() throws {
        let catalog = try SampleWebCatalog(rowCount: 300)
        let writer = SampleListWriter(format: .jsonl, baseURL: "http://h:1")
        for index in 0..<300 {
            let row = catalog.row(index)
            let line = writer.line(row)
            #expect(line.firstIndex(of: "\n") == line.index(before: line.endIndex))
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["URL"] as? String == "http://h:1" + row.path)
            #expect(object["TEXT"] as? String == row.caption)
            #expect(object["WIDTH"] as? Int == Int(row.width))
            #expect(object["similarity"] as? Double == row.similarity)
            #expect(Set(object.keys) == Set(SampleListWriter.columns))
        }
    }

    @Test("In csv a field with quotes, commas or line breaks is quoted")
    func csv() throws {
        var row = try SampleWebCatalog(rowCount: 1).row(0)
        row.caption = "a \"b\", c\nd"
        let line = SampleListWriter(format: .csv, baseURL: "").line(row)
        #expect(line.contains(",\"a \"\"b\"\", c\nd\","))
        row.caption = "plain; text"
        #expect(SampleListWriter(format: .csv, baseURL: "").line(row).contains(",plain; text,"))
    }

    @Test("A file has its head and one line for each row")
    func files() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).txt").path
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: file) } }
        let catalog = try SampleWebCatalog(rowCount: 12)
        try SampleListWriter(format: .txt, baseURL: "http://h").write(catalog, to: file)
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.map(String.init) == (0..<12).map { "http://h" + catalog.row($0).path })
    }

    @Test("A list that cannot be written is an error with its path")
    func unwritable() throws {
        let catalog = try SampleWebCatalog(rowCount: 1)
        let error = #expect(throws: SampleWebError.self) {
            try SampleListWriter(format: .csv, baseURL: "").write(catalog, to: "/nowhere/at/all.csv")
        }
        #expect(error?.detail.contains("/nowhere/at/all.csv") == true)
    }
}
