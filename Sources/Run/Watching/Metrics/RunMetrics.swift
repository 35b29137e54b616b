// The names under which a run's figures are known to monitoring systems.

internal import Ground
internal import Reporting

/// Makes metrics of a reading. Names and labels are an interface (docs/watching.md): dashboards and alerts use them.
///
/// Labels have few values, whatever a list holds and servers send: no host, no URL, and of statuses only those that exist.
enum RunMetrics {
    static func families(_ reading: RunReading, run: RunIdentification) -> [MetricFamily] {
        let figures = reading.figures
        return [
            MetricFamily(
                name: "img2shards_build_info", kind: .gauge, help: "The program's version; the value is 1.",
                samples: [
                    MetricFamily.Sample(
                        labels: [MetricFamily.Label(name: "version", value: ProgramVersion.text)], value: 1)
                ]),
            .gauge(
                "img2shards_running", "1 while the run is at work, 0 when it has ended.",
                reading.ending == nil ? 1 : 0),
        ] + rows(figures) + network(figures) + machine(figures)
    }

    private static func rows(_ figures: RunFigures) -> [MetricFamily] {
        var families: [MetricFamily] = [
            .labelled(
                .counter, "img2shards_images", "Rows that came to their end in this start, by outcome.", by: "outcome",
                OutcomeLabel.counts(figures)),
            .gauge(
                "img2shards_rows_done", "Rows of the dataset that came to their end, in all starts.", figures.rowsDone),
            .counter("img2shards_shards_done", "Shards finished in this start.", figures.ownShards),
            .gauge("img2shards_shards_open", "Shards that are being filled.", figures.flow.openShards),
            .counter(
                "img2shards_bytes_written", "Bytes of images written in this start.", unit: "bytes",
                figures.own.bytesOut),
        ]
        if let rows = figures.totalRows {
            families.append(
                .gauge("img2shards_rows_planned", "Rows of the list; an estimate while a text list is read.", rows))
        }
        return families
    }

    private static func network(_ figures: RunFigures) -> [MetricFamily] {
        let flow = figures.flow
        let names = figures.names
        return [
            .counter(
                "img2shards_bytes_received", "Bytes of bodies received in this start.", unit: "bytes",
                flow.bytesReceived),
            .gauge("img2shards_transfers_in_flight", "Requests in flight.", figures.inFlight),
            .gauge("img2shards_transfers_limit", "Requests that may be in flight now.", flow.inFlightLimit),
            .gauge("img2shards_transfers_throttled", "Transfers that wait for bandwidth.", flow.throttled),
            .gauge("img2shards_hosts_active", "Hosts with requests in flight or waiting.", flow.hosts),
            .times(
                "img2shards_request_duration_seconds",
                "From the first attempt for a row to the end of the last, retries and redirects included.",
                flow.requestTimes),
            .counter("img2shards_retries", "Further attempts begun in this start.", flow.retries),
            .counter("img2shards_redirects", "Redirects followed in this start.", flow.redirects),
            .counter("img2shards_connections", "Connections opened in this start.", flow.connections),
            .labelled(
                .counter, "img2shards_dns_lookups", "Names looked up in this start, by outcome.", by: "outcome",
                [
                    ("success", max(0, names.lookUps - names.failed)), ("unknown_name", names.unknown),
                    ("no_answer", names.unanswered),
                    ("failure", max(0, names.failed - names.unknown - names.unanswered)),
                ]),
        ]
    }

    private static func machine(_ figures: RunFigures) -> [MetricFamily] {
        let flow = figures.flow
        return [
            .labelled(
                .gauge, "img2shards_queue_rows", "Rows that wait, by what for.", by: "queue",
                [
                    ("fetch", flow.waiting), ("retry", flow.waitingForRetry), ("decode", flow.toDecode.count),
                    ("models", flow.toModels.count), ("write", flow.toWrite.count),
                ]),
            .labelled(
                .gauge, "img2shards_held_back", "1 for what holds the run back, 0 for everything else.", by: "by",
                HoldUp.words.map { ($0, figures.holdUp?.word == $0 ? 1 : 0) }),
            .gauge("img2shards_queue_shards", "Complete shards that wait to be finished.", flow.toFinish.count),
            .gauge(
                "img2shards_memory_used_bytes", "Memory of bodies and images that are under way.", unit: "bytes",
                flow.memoryUsed),
            .gauge(
                "img2shards_memory_limit_bytes", "The limit of it (--memory-budget).", unit: "bytes", flow.memoryLimit),
        ]
    }
}
