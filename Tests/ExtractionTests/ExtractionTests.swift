// A crawl's files to lists of pairs.

import CrawlReading
import Extraction
import Foundation
import Ground
import HostileInputs
import Tables
import TestSupport
import Testing

@Suite("Extraction")
struct ExtractionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A WAT file of pages with these images, `url|alt` each.
    private func wat(_ name: String, _ pages: [[String]], page: String = "https://site.test/a/p.html") throws -> String
    {
        let records = pages.map { images in
            let links = images.map { image in
                let parts = image.split(separator: "|", omittingEmptySubsequences: false)
                return #"{"path":"IMG@/src","url":"\#(parts[0])","alt":"\#(parts[1])"}"#
            }
            return SampleCrawl.record(
                type: "metadata", body: SampleCrawl.wat(page: page, links: "[\(links.joined(separator: ","))]"))
        }
        return try folder.write("in/" + name, Data(records.joined()))
    }

    private func options(_ inputs: [String], _ change: (inout ExtractionOptions) -> Void = { _ in })
        -> ExtractionOptions
    {
        var options = ExtractionOptions(inputs: inputs, outputFolder: folder.path("out"), cores: 1)
        change(&options)
        return options
    }

    private func run(_ options: ExtractionOptions) throws -> ExtractionReport {
        try ExtractionRun(options, sources: CrawlSources(allowsPrivateAddresses: false)).run { _ in }
    }

    private func pairs(_ name: String = "00000", column: String = "url") throws -> [String] {
        let reader = try ParquetReader(path: folder.path("out/\(name).parquet"))
        let place = try #require(reader.schema.index(of: column))
        try reader.start(atRowGroup: 0, batchRows: 1000, columns: [ColumnChoice(column: place, name: column)])
        var found: [String] = []
        while let rows = try reader.next() {
            let texts = try rows.requiredText(column)
            found += (0..<rows.rowCount).map { texts.string($0) ?? "null" }
        }
        return found
    }

    private func outputs() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path("out")).filter { $0.hasSuffix(".parquet") }
            .sorted()
    }

    @Test("Short captions, other schemes and repeats are left out, each counted")
    func counts() throws {
        let images = ["a.jpg|a caption", "b.jpg|four", "data:x|a long caption", "a.jpg|a caption", "a.jpg|another one"]
        let report = try run(options([wat("0.wat", [images, ["c.jpg|日本の写真"]])]))
        #expect(try pairs() == ["a", "a", "c"].map { "https://site.test/a/\($0).jpg" })
        #expect(report.counts.pairs == 3 && report.counts.images == 6 && report.counts.pages == 2)
        #expect(report.counts.shortCaption == 1 && report.counts.otherSchemes == 1 && report.counts.duplicates == 1)
    }

    @Test("A pair counts once over all files, also over those that an earlier run read")
    func overFiles() throws {
        let first = try wat("0.wat", [["a.jpg|a caption", "b.jpg|b caption"]])
        let second = try wat("1.wat", [["b.jpg|b caption", "c.jpg|c caption"]])
        #expect(try run(options([first])).counts.pairs == 2)
        let report = try run(options([first, second]))
        #expect(report.files == 2 && report.keptFiles == 1)
        #expect(report.counts.pairs == 3 && report.counts.duplicates == 1)
        #expect(try pairs("00001") == ["https://site.test/a/c.jpg"])
    }

    @Test("By URL alone the first caption stays; with none all pairs do")
    func sameness() throws {
        let file = try wat("0.wat", [["a.jpg|a caption", "a.jpg|another one", "a.jpg|a caption"]])
        #expect(try run(options([file]) { $0.sameness = .url }).counts.pairs == 1)
        let all = options([file]) {
            $0.sameness = .none
            $0.outputFolder = folder.path("all")
        }
        #expect(try run(all).counts.pairs == 3)
    }

    @Test("A condition and an exclude list leave rows out, which later pairs are no repeats of")
    func filters() throws {
        let file = try wat("0.wat", [["a.svg|a caption", "http://bad.test/b.jpg|b caption", "c.jpg|c caption"]])
        let list = try folder.write("exclude.txt", "bad.test\n")
        let report = try run(
            options([file]) {
                $0.condition = "not (url ends with \".svg\")"
                $0.excludeLists = [list]
            })
        #expect(try pairs() == ["https://site.test/a/c.jpg"])
        #expect(report.counts.filtered == 1 && report.counts.excluded == 1 && report.counts.duplicates == 0)
    }

    @Test("A condition on a column that is not there names the columns, and lang with its option")
    func unknownColumn() throws {
        let file = try wat("0.wat", [["a.jpg|a caption"]])
        let error = #expect(throws: CommandFailure.self) {
            try run(options([file]) { $0.condition = "lang == \"en\"" })
        }
        #expect(error?.category == .command)
        #expect(error?.description.contains("--detect-language") == true)
        #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
    }

    @Test("Languages are a column by option, and can be asked for")
    func languages() throws {
        let english = "A red bicycle leaning against an old brick wall in the evening sun"
        let german = "Ein rotes Fahrrad lehnt in der Abendsonne an einer alten Mauer aus Ziegeln"
        let file = try wat("0.wat", [["a.jpg|\(english)", "b.jpg|\(german)"]])
        let report = try run(
            options([file]) {
                $0.detectsLanguage = true
                $0.condition = "lang == \"de\""
            })
        #expect(report.counts.filtered == 1)
        #expect(try pairs(column: "alt") == [german])
    }

    @Test("A file that is missing or of another kind is counted and named; the others are read, and it is tried again")
    func failedFiles() throws {
        let good = try wat("0.wat", [["a.jpg|a caption"]])
        let bad = try folder.write("in/1.wat", "PAR1")
        let list = try folder.write("list.txt", "\(good)\n\(bad)\n/none/2.wat.gz\n")
        let report = try run(options([list]))
        #expect(report.exitCode == 1 && report.files == 1)
        #expect(Set(report.failedFiles.keys) == [bad, "/none/2.wat.gz"])
        #expect(report.lines.last?.contains("run the same command again") == true)
        try Data(contentsOf: URL(filePath: good)).write(to: URL(filePath: bad))
        let again = try run(options([list]))
        #expect(again.files == 2 && again.keptFiles == 1 && again.counts.duplicates == 1)
        // No pair, no file.
        #expect(try outputs() == ["00000.parquet"])
    }

    @Test("Stored pages are read by option; without it the message names it, and the other way round")
    func htmlAndWAT() throws {
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<img src=a.jpg alt='a caption'>"
        let warc = try folder.write("in/CC-7.warc", Data(SampleCrawl.record(type: "response", body: page)))
        #expect(try run(options([warc])).failedFiles.values.allSatisfy { $0.contains("--html") })
        let report = try run(
            options([warc]) {
                $0.readsHTML = true
                $0.outputFolder = folder.path("html")
            })
        #expect(report.counts.pairs == 1 && report.exitCode == 0)
        let wat = try wat("0.wat", [["a.jpg|a caption"]])
        let other = options([wat]) {
            $0.readsHTML = true
            $0.outputFolder = folder.path("other")
        }
        #expect(try run(other).failedFiles.values.allSatisfy { $0.contains("--html") })
    }

    @Test("Other options, and other files under the same numbers, are refused for the same folder")
    func otherOptions() throws {
        let first = try wat("0.wat", [["a.jpg|a caption"]])
        let second = try wat("1.wat", [["b.jpg|b caption"]])
        _ = try run(options([first]))
        for changed in [options([first]) { $0.minimumCaptionLength = 1 }, options([second])] {
            let error = #expect(throws: CommandFailure.self) { _ = try run(changed) }
            #expect(error?.category == .command && error?.exitCode == 2)
        }
        #expect(try pairs() == ["https://site.test/a/a.jpg"])
    }

    @Test("After a stop between a table and its line, and with a line that was cut, the file is read again")
    func resume() throws {
        let files = try (0..<3).map { try wat("\($0).wat", [["\($0).jpg|caption \($0)"]]) }
        let whole = try run(options(files))
        let journal = folder.path("out/.img2shards/extract.jsonl")
        let lines = try String(contentsOfFile: journal, encoding: .utf8)
        let two = lines.split(separator: "\n").prefix(2).joined(separator: "\n") + "\n"
        for rest in ["", "{\"index\":2,\"fi"] {
            try (two + rest).write(toFile: journal, atomically: false, encoding: .utf8)
            try folder.write("out/.img2shards/extract-00002.parquet.new", "left by a stop")
            let again = try run(options(files))
            #expect(again.keptFiles == 2 && again.files == 3 && again.counts == whole.counts)
            #expect(try pairs("00002") == ["https://site.test/a/2.jpg"])
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("out/.img2shards"))
            #expect(names.allSatisfy { !$0.hasSuffix(".new") })
            #expect(try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n").count == 3)
        }
    }

    @Test("An empty file fails, a cut one is named, and a whole one in its place is read again")
    func cutFiles() throws {
        let whole = try wat("0.wat", [["a.jpg|a caption"], ["b.jpg|b caption"]])
        let bytes = try Data(contentsOf: URL(filePath: whole))
        try bytes.dropLast(40).write(to: URL(filePath: whole))
        let empty = try folder.write("in/1.wat", "")
        let report = try run(options([whole, empty]))
        #expect(report.counts.pairs == 1 && report.counts.cutFiles == 1 && report.exitCode == 1)
        #expect(Array(report.failedFiles.keys) == [empty])
        #expect(report.lines.contains { $0.hasPrefix("1 file cut: ") }, "\(report.lines)")
        try bytes.write(to: URL(filePath: whole))
        try bytes.write(to: URL(filePath: empty))
        let again = try run(options([whole, empty]))
        #expect(again.keptFiles == 0 && again.counts.pairs == 2 && again.counts.cutFiles == 0)
        #expect(try pairs().count == 2)
    }

    @Test("Another program's tables are not overwritten, and a changed exclude list is a changed option")
    func othersTables() throws {
        let file = try wat("0.wat", [["a.jpg|a caption"]])
        try folder.write("out/00000.parquet", "precious")
        #expect(#expect(throws: CommandFailure.self) { try run(options([file])) }?.category == .command)
        #expect(try String(contentsOfFile: folder.path("out/00000.parquet"), encoding: .utf8) == "precious")
        let list = try folder.write("exclude.txt", "bad.test\n")
        let listed = options([file]) {
            $0.excludeLists = [list]
            $0.outputFolder = folder.path("other")
        }
        _ = try run(listed)
        try folder.write("exclude.txt", "site.test\n")
        #expect(#expect(throws: CommandFailure.self) { try run(listed) }?.category == .command)
    }

    @Test("A table that was removed is made again")
    func removedTable() throws {
        let file = try wat("0.wat", [["a.jpg|a caption"]])
        _ = try run(options([file]))
        try FileManager.default.removeItem(atPath: folder.path("out/00000.parquet"))
        let report = try run(options([file]))
        #expect(report.keptFiles == 0 && report.files == 1)
        #expect(try pairs().count == 1)
    }

    @Test("Two threads give the pairs that one gives")
    func threads() throws {
        let files = try (0..<8).map { file in
            try wat(
                "\(file).wat",
                (0..<50).map { page in (0..<9).map { "\(page % 7)-\($0).jpg|caption \(file % 3) \($0)" } })
        }
        let one = try run(options(files))
        let two = try run(
            options(files) {
                $0.threads = 4
                $0.outputFolder = folder.path("two")
            })
        #expect(one.counts == two.counts)
        #expect(one.counts.pairs == 7 * 9 * 3)
    }
}
