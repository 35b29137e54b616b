import DatasetFolder
import Foundation
import Inspection
import Reporting
import Testing

@Suite("Inspecting a dataset")
struct InspectionTests {
    @Test("Counts, failures, sizes and captions of all shards are reported")
    func report() throws {
        let dataset = try MadeDataset()
        let report = try DatasetInspection(path: dataset.path).report()
        #expect(report.shards == 2 && report.rows == 8 && report.images == 4 && report.unfinished == 0)
        #expect(report.failures == ["http_404": 2, "not_an_image": 2])
        #expect(report.formats == ["jpg": 4])
        #expect(report.captions.count == 4 && report.captions.longest == 3 && report.captions.median == 1)
        #expect(report.resolutions.known == 4)
        #expect(report.resolutions[.any1024] == 2 && report.resolutions[.both1024] == 0)
        #expect(report.resolutions[.both512] == 4 && report.resolutions[.any256] == 4)
        #expect(report.unreadable.isEmpty)
        let text = report.lines(TypedDataset(path: "set"), width: nil)
        #expect(text[0].hasPrefix("set · 2 shards · 8 rows · 4 images (50.0 %)"))
        #expect(text.contains("failed       not an image 2 · not found 2"))
        #expect(text.contains("  height or width >= 1024             2   50.0 %"))
    }

    @Test("The JSON has the figures of the text")
    func json() throws {
        let dataset = try MadeDataset(shards: 1)
        let line = try DatasetInspection(path: dataset.path).report().jsonLine(path: "set")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["rows"] as? Int == 4 && object["images"] as? Int == 2)
        #expect((object["resolutions"] as? [String: Int])?["any_1024"] == 1)
        #expect((object["failures"] as? [String: Int])?["http_404"] == 1)
    }

    @Test(
        "One shard can be asked for by any of its files", arguments: ["00001.tar", "00001.parquet", "00001_stats.json"])
    func oneShard(file: String) throws {
        let dataset = try MadeDataset()
        #expect(try DatasetInspection(path: dataset.file(file)).report().rows == 4)
    }

    @Test("A folder without shards, and no folder at all, are reported")
    func nothing() throws {
        #expect(throws: InspectionError.self) { try DatasetInspection(path: "/nowhere/at/all") }
        #expect(throws: InspectionError.self) { try DatasetInspection(path: "/dev") }
    }
}
