// Files of servers by ranges.

import Tables
import TestSupport
import Testing

@testable import Stores

@Suite("Files of servers by ranges")
struct WebFileTests {
    private static let content = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }

    @Test("A range that comes with status 200 is not taken for the whole file", arguments: [200, 206])
    func rangesWithStatus200(status: Int) throws {
        let service = try ScriptedService { request in
            guard case .answer(_, let headers, let body) = ServiceAnswer.file(Self.content, for: request) else {
                return .lost
            }
            return .answer(status: status, headers: headers + [("ETag", "\"1\"")], body: body)
        }
        let path = try #require(WebPath(service.url("/list.csv")))
        let file = try Stores().file(path) { _ in }
        #expect(file.byteCount == Self.content.count)
        var bytes = [UInt8](repeating: 0, count: 5000)
        let count = try bytes.withUnsafeMutableBytes { room throws(TableError) in
            try file.read(at: 700_000, into: room)
        }
        #expect(count == 5000 && bytes == Array(Self.content[700_000..<705_000]))
    }
}
