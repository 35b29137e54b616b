import Foundation
import JSON
import Testing

@testable import Watching

@Suite("Metrics for OpenTelemetry") struct OTLPTests {
    private func settings(_ environment: [String: String]) -> (settings: OTLPSettings?, note: String?) {
        var note: String?
        let settings = OTLPSettings(environment: environment, note: &note)
        return (settings, note)
    }

    @Test("Without an endpoint, or with the SDK disabled, nothing is sent and nothing is said") func off() {
        for environment in [
            [:], ["OTEL_EXPORTER_OTLP_ENDPOINT": ""],
            ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318", "OTEL_SDK_DISABLED": "TRUE"],
            ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318", "OTEL_METRICS_EXPORTER": "none"],
        ] {
            let (settings, note) = settings(environment)
            #expect(settings == nil && note == nil, "\(environment)")
        }
    }

    @Test("The variables say where, how often, with which headers and attributes") func variables() throws {
        let (found, note) = settings([
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318/", "OTEL_EXPORTER_OTLP_HEADERS": "api-key=a%3Db, x=y",
            "OTEL_RESOURCE_ATTRIBUTES": "service.name=other,node=n%201", "OTEL_SERVICE_NAME": "mine",
            "OTEL_METRIC_EXPORT_INTERVAL": "5000", "OTEL_EXPORTER_OTLP_TIMEOUT": "nonsense",
        ])
        let settings = try #require(found)
        #expect(note == nil)
        #expect(settings.url == "http://collector:4318/v1/metrics")
        #expect(settings.headers.map { [$0.name, $0.value] } == [["api-key", "a=b"], ["x", "y"]])
        #expect(settings.attributes.map { [$0.name, $0.value] } == [["service.name", "mine"], ["node", "n 1"]])
        #expect(settings.interval == .seconds(5))
        #expect(settings.timeout == .seconds(10))
        let own = self.settings([
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "https://one/path", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://two",
        ])
        #expect(own.settings?.url == "https://one/path")
    }

    @Test("A protocol that is not spoken is a note, as the variables may be meant for other programs")
    func otherProtocol() {
        let (settings, note) = settings([
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4317", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
        ])
        #expect(settings == nil)
        #expect(note?.contains("OTEL_EXPORTER_OTLP_PROTOCOL") == true)
    }

    @Test("The body is OTLP's JSON: sums, gauges and a histogram with one more bucket than bounds") func body() throws {
        let reading = MadeReading.reading()
        let families = RunMetrics.families(reading, run: MadeReading.run)
        let text = OTLPMetrics(
            attributes: [("service.name", "mine")], startSecondsSince1970: MadeReading.run.startSecondsSince1970
        ).body(families, secondsSince1970: reading.secondsSince1970).line
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let resource = try #require((root["resourceMetrics"] as? [[String: Any]])?.first)
        let scope = try #require((resource["scopeMetrics"] as? [[String: Any]])?.first)
        let metrics = try #require(scope["metrics"] as? [[String: Any]])
        func metric(_ name: String) throws -> [String: Any] {
            try #require(metrics.first { $0["name"] as? String == name })
        }
        #expect(metrics.count == families.count)
        let sum = try #require(try metric("img2shards_images")["sum"] as? [String: Any])
        #expect(sum["isMonotonic"] as? Bool == true)
        #expect(sum["aggregationTemporality"] as? Int == 2)
        let point = try #require((sum["dataPoints"] as? [[String: Any]])?.first)
        #expect(point["asDouble"] as? Double == 80)
        #expect(point["timeUnixNano"] as? String == "1700000020000000000")
        #expect(point["startTimeUnixNano"] as? String == "1700000000000000000")
        let times = try #require(try metric("img2shards_request_duration_seconds")["histogram"] as? [String: Any])
        let histogram = try #require((times["dataPoints"] as? [[String: Any]])?.first)
        let buckets = try #require(histogram["bucketCounts"] as? [String])
        let bounds = try #require(histogram["explicitBounds"] as? [Double])
        #expect(buckets.count == bounds.count + 1)
        #expect(buckets.compactMap(Int.init).reduce(0, +) == 5)
        #expect(histogram["count"] as? String == "5")
        #expect(try metric("img2shards_request_duration_seconds")["unit"] as? String == "s")
    }
}
