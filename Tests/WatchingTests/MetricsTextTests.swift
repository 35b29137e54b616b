import Foundation
import Reporting
import Testing

@testable import Watching

@Suite("Metrics as text") struct MetricsTextTests {
    private let families = RunMetrics.families(MadeReading.reading(), run: MadeReading.run)

    @Test("Counters, gauges and a histogram have the names of docs/watching.md") func names() {
        let lines = MetricsText.prometheus.text(families).split(separator: "\n").map(String.init)
        for line in [
            "# TYPE img2shards_images_total counter", "img2shards_images_total{outcome=\"success\"} 80",
            "img2shards_images_total{outcome=\"http_404\"} 9", "img2shards_images_total{outcome=\"timeout\"} 5",
            "img2shards_bytes_received_total 6000", "img2shards_bytes_written_total 4000",
            "img2shards_rows_planned 1000", "img2shards_rows_done 150", "img2shards_shards_done_total 2",
            "img2shards_retries_total 3", "img2shards_queue_rows{queue=\"fetch\"} 7",
            "img2shards_dns_lookups_total{outcome=\"success\"} 14",
            "img2shards_dns_lookups_total{outcome=\"failure\"} 1",
            "# TYPE img2shards_request_duration_seconds histogram",
            "img2shards_request_duration_seconds_bucket{le=\"0.01\"} 1",
            "img2shards_request_duration_seconds_bucket{le=\"0.05\"} 3",
            "img2shards_request_duration_seconds_bucket{le=\"60\"} 4",
            "img2shards_request_duration_seconds_bucket{le=\"+Inf\"} 5", "img2shards_request_duration_seconds_count 5",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        #expect(lines.contains { $0.hasPrefix("img2shards_build_info{version=\"") })
        #expect(!lines.contains("# EOF"))
        #expect(lines.contains("img2shards_running 1"))
        var ended = MadeReading.reading()
        ended.ending = .finished
        let last = MetricsText.prometheus.text(RunMetrics.families(ended, run: MadeReading.run))
        #expect(last.contains("\nimg2shards_running 0\n"))
    }

    @Test("What servers invent makes neither labels nor lines of its own") func hostile() {
        let text = MetricsText.prometheus.text(families)
        #expect(text.contains("img2shards_images_total{outcome=\"http_other\"} 3\n"))
        #expect(text.contains("img2shards_images_total{outcome=\"other\"} 1\n"))
        #expect(!text.contains("evil"))
        #expect(!text.contains("777"))
    }

    @Test("All outcomes together are all rows") func sum() throws {
        let images = try #require(families.first { $0.name == "img2shards_images" })
        #expect(images.samples.reduce(0) { $0 + $1.value } == 100)
    }

    @Test("OpenMetrics heads counters without _total, writes units and ends with EOF") func openMetrics() {
        #expect(MetricsText(accept: "application/openmetrics-text;version=1.0.0,text/plain;q=0.5") == .openMetrics)
        #expect(MetricsText(accept: "text/plain") == .prometheus)
        #expect(MetricsText(accept: nil) == .prometheus)
        let text = MetricsText.openMetrics.text(families)
        #expect(text.hasSuffix("\n# EOF\n"))
        #expect(text.contains("# TYPE img2shards_images counter\n"))
        #expect(text.contains("img2shards_images_total{outcome=\"success\"} 80\n"))
        #expect(text.contains("# UNIT img2shards_request_duration_seconds seconds\n"))
        #expect(text.contains("_bucket{le=\"60.0\"} 4\n"))
    }

    @Test("Every family has one sentence of help, and every name is one that Prometheus takes") func helps() {
        for family in families {
            #expect(family.help.hasSuffix("."), "\(family.name)")
            #expect(family.name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil)
            #expect(!family.name.hasSuffix("_total"))
            #expect(!family.samples.isEmpty || family.histogram != nil)
        }
        #expect(Set(families.map(\.name)).count == families.count)
    }
}
