// The account of a shard's rows.

import DatasetFixtures
import DatasetModel
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct ShardAssemblyTests {
    private let plan = ShardPlan(id: ShardID(7), file: "list.txt", firstRow: 0, rowCount: 4)

    @Test("Rows settled in any order come out in list order") func order() throws {
        var assembly = ShardAssembly(plan)
        for index in [2, 0, 3] { assembly.settle(index == 3 ? failure(index) : success(index)) }
        #expect(!assembly.isComplete)
        #expect(assembly.completeRecords == nil)
        #expect(assembly.awaits(1) && !assembly.awaits(2))
        assembly.settle(SampleRecord(index: 1, outcome: .failedToResize("decode", "Image decoding error")))
        #expect(assembly.isComplete)
        let records = try #require(assembly.completeRecords)
        #expect(records.map(\.index) == [0, 1, 2, 3])
        let stats = assembly.stats(startTime: 1, endTime: 3)
        #expect(stats.count == 4 && stats.successes == 2)
        #expect(stats.failedToDownload == 1 && stats.failedToResize == 1)
        #expect(stats.statuses.counts == ["success": 2, "HTTP Error 404: Not Found": 1, "Image decoding error": 1])
        #expect(stats.duration == 2)
    }

    @Test("A row outside the shard is not awaited", arguments: [-1, 4, Int.max]) func outside(index: Int) {
        #expect(!ShardAssembly(plan).awaits(index))
    }

    @Test("A row settled twice is a mistake that builds without optimization do not survive") func twice() async {
        await #expect(processExitsWith: .failure) {
            var assembly = ShardAssembly(ShardPlan(id: ShardID(7), file: "list.txt", firstRow: 0, rowCount: 4))
            assembly.settle(failure(1))
            assembly.settle(success(1))
        }
    }

    @Test("A shard of no rows is complete at once") func empty() {
        #expect(ShardAssembly(ShardPlan(id: ShardID(0), file: "a", firstRow: 0, rowCount: 0)).isComplete)
    }
}
