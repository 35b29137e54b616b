// Families as a table writes them down.

internal import Reporting

extension MetricFamily {
    static func counter(_ name: String, _ help: String, unit: String? = nil, _ value: Int) -> MetricFamily {
        MetricFamily(name: name, kind: .counter, help: help, unit: unit, samples: [Sample(value: Double(value))])
    }

    static func gauge(_ name: String, _ help: String, unit: String? = nil, _ value: Double) -> MetricFamily {
        MetricFamily(name: name, kind: .gauge, help: help, unit: unit, samples: [Sample(value: value)])
    }

    static func gauge(_ name: String, _ help: String, unit: String? = nil, _ value: Int) -> MetricFamily {
        gauge(name, help, unit: unit, Double(value))
    }

    /// A value for each word of one label, in their order.
    static func labelled(
        _ kind: Kind, _ name: String, _ help: String, by label: String, _ values: [(word: String, value: Int)]
    ) -> MetricFamily {
        MetricFamily(
            name: name, kind: kind, help: help,
            samples: values.map { Sample(labels: [Label(name: label, value: $0.word)], value: Double($0.value)) })
    }

    static func times(_ name: String, _ help: String, _ times: TimeHistogram) -> MetricFamily {
        MetricFamily(
            name: name, kind: .histogram, help: help, unit: "seconds",
            histogram: Histogram(bounds: TimeHistogram.bounds, counts: times.counts, sum: times.sum))
    }
}
