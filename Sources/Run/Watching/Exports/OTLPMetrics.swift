// Metrics as OpenTelemetry's collectors take them.
//
// Format: OTLP 1.x over HTTP with JSON (opentelemetry-proto, metrics.proto): 64-bit numbers are texts, names of fields are in
// lowerCamelCase.

internal import Ground
internal import JSON

/// Makes the body of a request to `/v1/metrics`.
struct OTLPMetrics: Sendable {
    /// Attributes of the resource: `service.name` and what the environment adds.
    let attributes: [(name: String, value: String)]
    let startSecondsSince1970: Double

    /// AGGREGATION_TEMPORALITY_CUMULATIVE: sums are since the start.
    private static let cumulative = 2

    func body(_ families: [MetricFamily], secondsSince1970: Double) -> JSONValue {
        let time = Time(start: Self.nanoseconds(startSecondsSince1970), now: Self.nanoseconds(secondsSince1970))
        let metrics: JSONValue = .array(families.map { metric($0, time) })
        let scope: JSONValue = .object([
            .init("name", .text("img2shards")), .init("version", .text(ProgramVersion.text)),
        ])
        let resource: JSONValue = .object([.init("attributes", Self.attributes(attributes))])
        let scoped: JSONValue = .object([.init("scope", scope), .init("metrics", metrics)])
        return .object([
            .init(
                "resourceMetrics",
                .array([.object([.init("resource", resource), .init("scopeMetrics", .array([scoped]))])]))
        ])
    }

    private struct Time {
        let start: String
        let now: String

        var members: [JSONValue.Member] {
            [.init("startTimeUnixNano", .text(start)), .init("timeUnixNano", .text(now))]
        }
    }

    private func metric(_ family: MetricFamily, _ time: Time) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("name", .text(family.name)), .init("description", .text(family.help)),
            .init("unit", .text(Self.unit(family.unit))),
        ]
        let points: JSONValue = .array(
            family.samples.map { sample in
                .object(
                    time.members + [
                        .init("attributes", Self.attributes(sample.labels.map { ($0.name, $0.value) })),
                        .init("asDouble", .number(sample.value, decimals: 6)),
                    ])
            })
        let cumulative = JSONValue.Member("aggregationTemporality", .integer(Self.cumulative))
        switch family.kind {
        case .counter:
            members.append(
                .init("sum", .object([cumulative, .init("isMonotonic", .truth(true)), .init("dataPoints", points)])))
        case .gauge: members.append(.init("gauge", .object([.init("dataPoints", points)])))
        case .histogram:
            let histogram = family.histogram.map { Self.point($0, time) }
            members.append(
                .init("histogram", .object([cumulative, .init("dataPoints", .array(histogram.map { [$0] } ?? []))])))
        }
        return .object(members)
    }

    private static func point(_ histogram: MetricFamily.Histogram, _ time: Time) -> JSONValue {
        .object(
            time.members + [
                .init("count", .text(String(histogram.counts.reduce(0, +)))),
                .init("sum", .number(histogram.sum, decimals: 6)),
                .init("bucketCounts", .array(histogram.counts.map { .text(String($0)) })),
                .init("explicitBounds", .array(histogram.bounds.map { .number($0, decimals: 6) })),
            ])
    }

    private static func attributes(_ pairs: [(name: String, value: String)]) -> JSONValue {
        .array(
            pairs.map { pair in
                .object([
                    .init("key", .text(pair.name)), .init("value", .object([.init("stringValue", .text(pair.value))])),
                ])
            })
    }

    /// UCUM's, as OpenTelemetry asks for.
    private static func unit(_ unit: String?) -> String {
        switch unit {
        case "seconds": "s"
        case "bytes": "By"
        default: "1"
        }
    }

    private static func nanoseconds(_ seconds: Double) -> String { String(Int(seconds * 1_000_000)) + "000" }
}
