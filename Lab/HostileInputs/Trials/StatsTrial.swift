// Stats files, ours and anybody's.

internal import DatasetFolder
internal import DatasetModel
internal import Foundation

/// Reads a stats file, sums it up and writes it again.
final class StatsTrial: InputTrial {
    /// So many shards as no dataset has.
    private static let shards = 1000

    let name = "stats"
    let words = [
        "\"count\":", "\"successes\":", "\"start_time\":", "\"end_time\":", "\"rows_of_all_parts\":",
        "\"worst_hosts\":",
        "9223372036854775807", "1099511627776", "-1", "1e308", "-1e308", "1e999", "null", "\"\\ud800\"", "[", "{", "}",
    ]

    var seeds: [[UInt8]] {
        var statuses = StatusCounter()
        statuses.add("success", count: 3)
        statuses.add("HTTP Error 404: \"é\"")
        var stats = ShardStats(
            count: 4, successes: 3, failedToDownload: 1, failedToResize: 0, startTime: 1.5, endTime: 2.25,
            statuses: statuses,
            failures: ShardFailures(classes: ["http_404": 1], worstHosts: []))
        let plain = Array(
            String(decoding: stats.json, as: UTF8.self).replacing(
                "\"worst_hosts\": []",
                with: #""worst_hosts": [{"host": "a.example", "failed": 1, "rows": 4, "error_class": "dns"}]"#
            ).utf8)
        stats.rowsOfAllParts = 9
        let theirs =
            #"{"count": 2, "successes": 1, "failed_to_download": 0, "failed_to_resize": 1, "duration": 1, "#
            + #""start_time": 1700000000.0, "end_time": 1.7e9, "status_dict": {"success": 1}}"#
        return [plain, stats.json, Array(theirs.utf8)]
    }

    func problem(with bytes: UnsafeRawBufferPointer) -> String? {
        guard let stats = ShardStats(parsing: Array(bytes)) else { return nil }
        guard stats.successes + stats.failedToDownload + stats.failedToResize == stats.count else {
            return "the numbers do not add up"
        }
        var totals = ShardTotals()
        for number in 0..<Self.shards {
            totals.add(FinishedShard(id: ShardID(number), stats: stats, dataBytes: 1))
        }
        let text = stats.json
        guard (try? JSONSerialization.jsonObject(with: Data(text))) != nil else { return "what is written is no JSON" }
        return ShardStats(parsing: text) == stats ? nil : "not the same when it is read again"
    }
}
