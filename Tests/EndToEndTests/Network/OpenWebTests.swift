// The benchmark's web in small: every image that can be had is had.

import Foundation
import SampleNames
import SampleWeb
import TestSupport
import Testing

@Suite("The open web, in small")
struct OpenWebTests {
    /// The kinds that need whole timeouts to be known; they have tests of their own.
    private static let slowKinds: Set<OpenWebRow.Expectation> = [.hanging, .silent, .dripping]

    @Test("Every image that can be had is had: of flaky and polite hosts too, and with lost DNS answers")
    func everyImage() throws {
        let images = (0..<8).map { SampleImage(width: 64, height: 48, seed: $0).path }
        let web = try OpenWeb(
            OpenWebCatalog(.open, rowCount: 600, hostCount: 60, imagePaths: images, timeScale: 0.3))
        let names = try SampleNameServer(
            "*.\(OpenWebCatalog.webZone)=spread,loss=0.1", "*.\(OpenWebCatalog.goneZone)=nxdomain")
        defer { names.stop() }
        let folder = try TemporaryFolder()
        let rows = (0..<web.catalog.rowCount).map(web.catalog.row).filter { !Self.slowKinds.contains($0.expectation) }
        let expected = Dictionary(uniqueKeysWithValues: rows.map { (web.url($0), $0.expectation) })
        #expect(
            Set(expected.values).isSuperset(of: [.image, .flakyImage, .politeImage, .unknownName, .refusing, .status]))
        let list = try folder.write("list.txt", expected.keys.sorted().joined(separator: "\n"))

        let run = try ToolRun([
            "download", "--url-list", list, "--output-folder", folder.path("out"), "--allow-private-addresses",
            "--dns-servers", names.place,
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        let dataset = try WrittenDataset(folder.path("out"))
        #expect(dataset.rows.count == rows.count)
        for row in dataset.rows {
            let kind = try #require(expected[row.url ?? ""])
            #expect((row.status == "success") == kind.isImage, "\(kind) \(row.url ?? ""): \(row.error ?? "had")")
        }
        // Otherwise the test has shown less than it says.
        #expect(web.server.politeRefusals > 0)
        #expect(names.unanswered > 0)
    }
}
