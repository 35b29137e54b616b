// Metrics to a collector of OpenTelemetry.

internal import Ground
internal import JSON
internal import Requests

/// Posts all metrics after each interval, and once more at the end.
struct OTLPExport: ReadingSink {
    let settings: OTLPSettings
    let run: RunIdentification
    let report: OneReport
    private let client: RequestClient

    init(_ settings: OTLPSettings, run: RunIdentification, report: OneReport) {
        self.settings = settings
        self.run = run
        self.report = report
        var rules = RetryRules()
        rules.attempts = 2
        rules.attemptsToReach = 2
        // The next interval has the same sums.
        rules.window = settings.timeout
        client = RequestClient(rules)
    }

    var name: String { "otlp" }
    var interval: Duration { settings.interval }

    func take(_ reading: RunReading) {
        let families =
            RunMetrics.families(reading, run: run) + ProcessMetrics.families(start: run.startSecondsSince1970)
        let metrics = OTLPMetrics(
            attributes: settings.attributes, startSecondsSince1970: run.startSecondsSince1970)
        let body = metrics.body(families, secondsSince1970: reading.secondsSince1970).line
        var request = Request(.post, settings.url, headers: settings.headers.map { Header($0.name, $0.value) })
        request.headers.append(Header("Content-Type", "application/json"))
        request.body = .bytes(Array(body.utf8))
        request.silence = settings.timeout
        request.mostAnswerBytes = 1 << 20
        do throws(RequestError) {
            let response = try client.send(request)
            guard !response.isSuccess else { return }
            report.say("no metrics are sent: the collector answers \(response.status) (OTEL_EXPORTER_OTLP_ENDPOINT)")
        } catch {
            report.say("no metrics are sent: \(error.description) (OTEL_EXPORTER_OTLP_ENDPOINT)")
        }
    }

    func end(_ reading: RunReading) { take(reading) }
}
