// A shard that takes long to finish says that it moves.

import DatasetFixtures
import DatasetModel
import Synchronization
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite("Signs of life while a shard is finished")
struct FinishingBeatTests {
    private final class Count: Sendable {
        let value = Atomic<Int>(0)
    }

    private func beats(_ format: OutputFormat, rows count: Int) throws -> Int {
        let fixture = try FormatFixture()
        let shard = try fixture.open(settings(format: format), rows: rows(count))
        let large = image(String(repeating: "x", count: 3 << 20))
        for index in 0..<count { try shard.settle(success(index), image: large) }
        let beats = Count()
        _ = try shard.finish(endTime: 101) { beats.value.add(1, ordering: .relaxed) }
        return beats.value.load(ordering: .relaxed)
    }

    @Test("Every format beats between its steps", arguments: OutputFormat.withImages)
    func steps(format: OutputFormat) throws {
        #expect(try beats(format, rows: 1) >= 5)
    }

    @Test("What is composed of its samples beats as they are copied")
    func composed() throws {
        #expect(try beats(.parquet, rows: 12) >= beats(.parquet, rows: 2) + 5)
    }
}
