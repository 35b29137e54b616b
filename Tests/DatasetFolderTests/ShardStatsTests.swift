// The stats file: written as Python does, read with suspicion.

import DatasetFixtures
import DatasetModel
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct ShardStatsTests {
    private var sample: ShardStats {
        var statuses = StatusCounter()
        statuses.add("success", count: 2)
        statuses.add("HTTP Error 404: Not \"Found\"")
        return ShardStats(
            count: 3, successes: 2, failedToDownload: 1, failedToResize: 0, startTime: 1_700_000_000.25,
            endTime: 1_700_000_001.75, statuses: statuses)
    }

    @Test("The file has img2dataset's keys in its order, then our own, indented by 4") func written() {
        #expect(
            String(decoding: sample.json, as: UTF8.self) == """
                {
                    "count": 3,
                    "successes": 2,
                    "failed_to_download": 1,
                    "failed_to_resize": 0,
                    "duration": 1.5,
                    "start_time": 1700000000.25,
                    "end_time": 1700000001.75,
                    "status_dict": {
                        "success": 2,
                        "HTTP Error 404: Not \\"Found\\"": 1
                    },
                    "failure_classes": {},
                    "worst_hosts": []
                }
                """)
    }

    @Test("A shard without rows has an empty tally") func empty() {
        let stats = ShardStats(
            count: 0, successes: 0, failedToDownload: 0, failedToResize: 0, startTime: 1, endTime: 1,
            statuses: StatusCounter())
        #expect(String(decoding: stats.json, as: UTF8.self).contains("\"status_dict\": {},\n"))
        #expect(ShardStats(parsing: stats.json) == stats)
    }

    @Test("What is written is read back") func roundTrip() {
        #expect(ShardStats(parsing: sample.json) == sample)
    }

    @Test(
        "A file that is no stats file is not taken for one",
        arguments: [
            "", "{", "[]", "{}", "null", "{\"count\": 3}",
            // Numbers that do not add up.
            "{\"count\": 3, \"successes\": 3, \"failed_to_download\": 1, \"failed_to_resize\": 0, \"start_time\": 1, \"end_time\": 2, \"status_dict\": {}}",
            "{\"count\": 1, \"successes\": 2, \"failed_to_download\": -1, \"failed_to_resize\": 0, \"start_time\": 1, \"end_time\": 2, \"status_dict\": {}}",
            "{\"count\": 9e99, \"successes\": 0, \"failed_to_download\": 0, \"failed_to_resize\": 0, \"start_time\": 1, \"end_time\": 2}",
        ])
    func refused(text: String) {
        #expect(ShardStats(parsing: Array(text.utf8)) == nil)
    }

    @Test("Huge counts in a strange file do not overflow") func overflow() {
        let text = """
            {"count": 1, "successes": 9223372036854775807, "failed_to_download": 9223372036854775807,
             "failed_to_resize": 3, "start_time": 1, "end_time": 2,
             "status_dict": {"a": 9223372036854775807}}
            """
        #expect(ShardStats(parsing: Array(text.utf8)) == nil)
    }

    @Test("A tally of too many texts keeps the frequent half") func bounded() {
        var counter = StatusCounter(maximumTexts: 10)
        for number in 0..<10 { counter.add("rare \(number)") }
        for _ in 0..<5 { counter.add("often") }
        #expect(counter.counts.count <= 10)
        #expect(counter.counts["often"] == 5)
        for number in 0..<1000 { counter.add("other \(number)") }
        #expect(counter.counts.count <= 10)
        #expect(counter.counts["often"] == 5)
        #expect(counter.byFrequency.first?.text == "often")
    }

    @Test("Numbers that no shard can have are no stats: sums over a folder never overflow") func hugeNumbers() throws {
        func parsed(_ count: Int) -> ShardStats? {
            ShardStats(
                parsing: Array(
                    """
                    {"count": \(count), "successes": \(count), "failed_to_download": \(count == .max ? count : 0),
                     "failed_to_resize": 0, "start_time": 1, "end_time": 2, "status_dict": {"success": \(Int.max)},
                     "failure_classes": {"dns": \(Int.max)}, "rows_of_all_parts": \(Int.max)}
                    """.utf8))
        }
        #expect(parsed(.max) == nil && parsed(1 << 41) == nil)
        let stats = try #require(parsed(3))
        var totals = ShardTotals()
        for number in 0..<100 { totals.add(FinishedShard(id: ShardID(number), stats: stats, dataBytes: 1)) }
        #expect(totals.count == 300 && totals.classes.isEmpty)
    }
}
