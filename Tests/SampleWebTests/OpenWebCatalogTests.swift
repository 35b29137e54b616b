// The list of the open web, as a value.

import Testing

@testable import SampleWeb

@Suite("The open web's list")
struct OpenWebCatalogTests {
    private func catalog(_ scenario: OpenWebScenario, rows: Int = 10_000) -> OpenWebCatalog {
        OpenWebCatalog(scenario, rowCount: rows, imagePaths: ["/a.jpg", "/b.jpg"])
    }

    @Test("What goes wrong has about the share that it is said to have")
    func shares() {
        let catalog = catalog(.open)
        var counts: [OpenWebRow.Expectation: Int] = [:]
        for index in 0..<10_000 { counts[catalog.row(index).expectation, default: 0] += 1 }
        #expect((330...470).contains(counts[.unknownName] ?? 0))
        #expect((140...260).contains((counts[.refusing] ?? 0) + (counts[.silent] ?? 0)))
        #expect((70...130).contains(counts[.hanging] ?? 0))
        #expect((3...20).contains(counts[.dripping] ?? 0))
        #expect((1050...1350).contains(counts[.status] ?? 0))
        #expect((70...130).contains(counts[.flakyImage] ?? 0))
        #expect(counts[.politeImage] ?? 0 > 50)
    }

    @Test("The web with the long tail has its troubles, and a host of many rows")
    func tail() {
        let rows = (0..<10_000).map(catalog(.tail).row)
        #expect((70...130).contains(rows.count { $0.expectation == .hanging }))
        #expect((70...130).contains(rows.count { $0.expectation == .flakyImage }))
        let silent = rows.filter { $0.expectation == .silent }
        #expect((140...260).contains(silent.count))
        #expect(silent.allSatisfy { $0.door == .silent })
        #expect((20...120).contains(Set(silent.map(\.host)).count))
        #expect((400...600).contains(rows.count { $0.host == "h1.web.test" }))
    }

    @Test("A row is the same on every run, and its faults can be read")
    func rows() throws {
        for scenario in OpenWebScenario.allCases {
            let catalog = catalog(scenario)
            for index in 0..<500 {
                let row = catalog.row(index)
                #expect(row == self.catalog(scenario).row(index))
                _ = try FaultScript(query: row.path.drop { $0 != "?" }.dropFirst())
            }
        }
    }

    @Test("Popularity falls with the rank, and latency is log-normal")
    func curves() {
        let catalog = catalog(.latency)
        let rows = (0..<10_000).map(catalog.row)
        let first = rows.count { $0.host == "h1.web.test" }
        #expect((400...600).contains(first))
        let tenth = rows.count { $0.host == "h10.web.test" }
        #expect((40...120).contains(tenth))
        let delays = rows.compactMap { row in
            (try? FaultScript(query: row.path.drop { $0 != "?" }.dropFirst())).map(\.delay)
        }.sorted()
        #expect((.milliseconds(115)...(.milliseconds(125))).contains(delays[5000]))
        #expect((.milliseconds(1000)...(.milliseconds(1600))).contains(delays[9900]))
        #expect(delays.last ?? .zero <= .seconds(5))
        #expect((1800...2200).contains(rows.count { $0.expectation == .throttledImage }))
    }

    @Test("Every row of own-hosts has a host of its own")
    func ownHosts() {
        let catalog = catalog(.ownHosts, rows: 300)
        #expect(Set((0..<300).map { catalog.row($0).host }).count == 300)
    }
}
