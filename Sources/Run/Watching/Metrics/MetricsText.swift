// Metrics as Prometheus and OpenMetrics write them.
//
// Formats: prometheus.io/docs/instrumenting/exposition_formats and the OpenMetrics specification 1.0.

/// The two text formats.
enum MetricsText: Hashable, Sendable {
    /// Prometheus' text format 0.0.4.
    case prometheus
    /// OpenMetrics 1.0: counters are named without `_total` in their head, units are written, and `# EOF` is the end.
    case openMetrics

    /// The format for an Accept header: OpenMetrics only for those who name it.
    init(accept: String?) {
        self = (accept ?? "").lowercased().contains("application/openmetrics-text") ? .openMetrics : .prometheus
    }

    var contentType: String {
        switch self {
        case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    func text(_ families: [MetricFamily]) -> String {
        families.map(text).joined() + (self == .openMetrics ? "# EOF\n" : "")
    }

    private func text(_ family: MetricFamily) -> String {
        let total = family.kind == .counter ? family.name + "_total" : family.name
        let head = self == .openMetrics ? family.name : total
        var text = "# HELP \(head) \(Self.escaped(family.help))\n# TYPE \(head) \(family.kind)\n"
        // The format wants the unit to be the end of the name.
        if self == .openMetrics, let unit = family.unit, family.name.hasSuffix("_" + unit) {
            text += "# UNIT \(head) \(unit)\n"
        }
        for sample in family.samples { text += "\(total)\(Self.labels(sample.labels)) \(Self.number(sample.value))\n" }
        guard let histogram = family.histogram else { return text }
        var count = 0
        for (place, bucket) in histogram.counts.enumerated() {
            count += bucket
            let bound = place < histogram.bounds.count ? bound(histogram.bounds[place]) : "+Inf"
            text += "\(family.name)_bucket{le=\"\(bound)\"} \(count)\n"
        }
        return text + "\(family.name)_sum \(Self.number(histogram.sum))\n\(family.name)_count \(count)\n"
    }

    /// OpenMetrics wants a point in every bound.
    private func bound(_ bound: Double) -> String { self == .openMetrics ? "\(bound)" : Self.number(bound) }

    private static func labels(_ labels: [MetricFamily.Label]) -> String {
        labels.isEmpty ? "" : "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
