// Failures by class and by host, as the stats file has them.

import DatasetFixtures
import DatasetModel
import Tables
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct ShardFailuresTests {
    private func failures(_ rows: [(url: String?, outcome: SampleOutcome)]) throws -> ShardFailures {
        let batch = try ColumnBatch(
            rowCount: rows.count, columns: [NewColumn(name: "url", values: .text(rows.map(\.url)))])
        let records = rows.enumerated().map { SampleRecord(index: $0, outcome: $1.outcome) }
        return ShardFailures(records, urls: batch.text("url"))
    }

    private let dns = SampleOutcome.failedToDownload("dns", "no such name")
    private let decode = SampleOutcome.failedToResize("decode", "Image decoding error")

    @Test("A host is blamed for what it did, not for what its bytes were or what the list says") func blame() throws {
        let failures = try failures([
            ("http://a.example/1", .success), ("http://a.example/2", decode), ("http://b.example/1", dns),
            ("http://b.example/2", .success), ("http://u:secret@b.example/3", dns),
            ("http://c.example:99999/", .failedToDownload("invalid_url", "The port of the URL is not valid")),
            (nil, .failedToDownload("invalid_url", "unknown url type: 'None'")),
        ])
        #expect(failures.classes == ["decode": 1, "dns": 2, "invalid_url": 2])
        #expect(
            failures.worstHosts == [ShardFailures.Host(host: "b.example", failed: 2, rows: 3, errorClass: "dns")])
    }

    @Test("Of many hosts the worst twenty are named") func bounded() throws {
        let failures = try failures(
            (0..<60).flatMap { host in (0...host).map { ("http://h\(host).example/\($0)", dns) } })
        #expect(failures.worstHosts.map(\.host) == (40..<60).reversed().map { "h\($0).example" })
        #expect(failures.worstHosts.first?.failed == 60)
    }

    @Test("They follow img2dataset's keys in the file, and are read back") func written() throws {
        var stats = ShardStats(
            count: 3, successes: 1, failedToDownload: 2, failedToResize: 0, startTime: 1, endTime: 2,
            statuses: StatusCounter())
        stats.failures = try failures([
            ("http://a\"b/1", dns), ("http://x/", .success), ("http://a\"b/2", .failedToDownload("http_404", "")),
        ])
        let text = String(decoding: stats.json, as: UTF8.self)
        #expect(
            text.hasSuffix(
                """
                    "status_dict": {},
                    "failure_classes": {
                        "dns": 1,
                        "http_404": 1
                    },
                    "worst_hosts": [
                        {"host": "a\\"b", "failed": 2, "rows": 2, "error_class": "dns"}
                    ]
                }
                """), "\(text)")
        #expect(ShardStats(parsing: stats.json) == stats)
    }

    @Test("Sums over shards keep the classes, and the texts of shards that name none") func totals() {
        var totals = ShardTotals()
        var statuses = StatusCounter()
        statuses.add("Image decoding error")
        let own = ShardFailures(classes: ["decode": 1], worstHosts: [])
        for failures in [own, own, .none] {
            let stats = ShardStats(
                count: 1, successes: 0, failedToDownload: 0, failedToResize: 1, startTime: 1, endTime: 2,
                statuses: statuses, failures: failures)
            totals.add(FinishedShard(id: ShardID(0), stats: stats, dataBytes: 0))
        }
        #expect(totals.classes == ["decode": 2])
        #expect(totals.unclassedStatuses.counts == ["Image decoding error": 1])
        #expect(totals.statuses.counts == ["Image decoding error": 3])
    }
}
