// `--order input`: the order of completion leaves no trace.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("Samples in list order") struct InputOrderTests {
    @Test(
        "Two shards that were completed in different orders are equal to the byte",
        arguments: OutputFormat.withImages.filter { !$0.definition.isFolder })
    func equal(format: OutputFormat) throws {
        var files: [[String: [UInt8]]] = []
        for order in [[0, 1, 2, 3], [3, 1, 0, 2]] {
            let fixture = try FormatFixture()
            try fixture.write(settings(shardFormat: ShardFormat(format, order: .input)), order: order)
            let names = try fixture.test.visible().filter { !$0.hasSuffix(".json") }
            files.append(
                Dictionary(uniqueKeysWithValues: try names.map { ($0, try fixture.bytes($0)) }))
            #expect(try fixture.test.names("out/.img2shards/open").isEmpty)
        }
        #expect(files[0] == files[1] && !files[0].isEmpty)
    }

    @Test("The tar holds the list's order and ends as tars do") func tar() throws {
        let fixture = try FormatFixture()
        let settings = settings(shardFormat: ShardFormat(.webdataset, order: .input))
        let finished = try fixture.write(settings, order: [3, 1, 0])
        #expect(
            try fixture.test.members(of: "00000.tar").map(\.name).filter { $0.hasSuffix("jpg") } == [
                "0000000.jpg", "0000001.jpg", "0000003.jpg",
            ])
        #expect(finished.dataBytes % 10_240 == 0)
        #expect(try fixture.finished(settings.format) == [ShardID(0)])
    }
}
