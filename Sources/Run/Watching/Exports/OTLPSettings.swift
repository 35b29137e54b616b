// How and where metrics are sent, by OpenTelemetry's environment variables.
//
// opentelemetry.io/docs/specs/otel/protocol/exporter and …/configuration/sdk-environment-variables.

internal import Ground

/// What the environment says about the export of metrics.
package struct OTLPSettings: Sendable {
    package struct Header: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    /// Where metrics are posted.
    package let url: String
    /// As they are sent; they may be secret.
    package let headers: [Header]
    package let interval: Duration
    /// Longest time of one request.
    package let timeout: Duration
    /// Of the resource, `service.name` first.
    package let attributes: [(name: String, value: String)]

    /// - Parameter note: set to why metrics that the environment asks for are not sent: it may be meant for other programs,
    ///   so that it is no reason to refuse a run.
    /// - Returns: nil where no metrics are to be sent.
    package init?(environment: [String: String], note: inout String?) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        func own(_ end: String) -> String? {
            value("OTEL_EXPORTER_OTLP_METRICS_" + end) ?? value("OTEL_EXPORTER_OTLP_" + end)
        }
        guard value("OTEL_SDK_DISABLED")?.lowercased() != "true", value("OTEL_METRICS_EXPORTER") ?? "otlp" == "otlp"
        else {
            return nil
        }
        if let whole = value("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") {
            url = whole
        } else if let base = value("OTEL_EXPORTER_OTLP_ENDPOINT") {
            url = base + (base.hasSuffix("/") ? "" : "/") + "v1/metrics"
        } else {
            return nil
        }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            note = "no metrics are sent: OTEL_EXPORTER_OTLP_ENDPOINT must begin with http:// or https:// (port 4318)"
            return nil
        }
        if let wanted = own("PROTOCOL"), wanted != "http/json" {
            // http/protobuf is the specification's default, which collectors take beside JSON on the same port.
            guard wanted == "http/protobuf" else {
                note =
                    "no metrics are sent: they are sent as http/json, and OTEL_EXPORTER_OTLP_PROTOCOL asks for another "
                    + "protocol. Unset it, and name the port of OTLP over HTTP (4318)"
                return nil
            }
        }
        headers = Self.pairs(own("HEADERS")).map { Header(name: $0.name, value: $0.value) }
        interval = .milliseconds(
            Self.number(value("OTEL_METRIC_EXPORT_INTERVAL"), otherwise: 60_000, in: 100...86_400_000))
        timeout = .milliseconds(Self.number(own("TIMEOUT"), otherwise: 10_000, in: 100...600_000))
        let resource = Self.pairs(value("OTEL_RESOURCE_ATTRIBUTES"))
        let service =
            value("OTEL_SERVICE_NAME") ?? resource.first { $0.name == "service.name" }?.value ?? "img2shards"
        attributes = [("service.name", service)] + resource.filter { $0.name != "service.name" }
    }

    /// `a=b,c=d`, percent-decoded; what is no pair is left out.
    private static func pairs(_ text: String?) -> [(name: String, value: String)] {
        (text ?? "").split(separator: ",").compactMap { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(decoded)
            guard sides.count == 2, !sides[0].isEmpty else { return nil }
            return (sides[0], sides[1])
        }
    }

    /// Without blanks around, `%20` and the like as bytes.
    private static func decoded(_ text: Substring) -> String {
        let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        var bytes: [UInt8] = []
        var rest = Array(String(trimmed).utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func number(_ text: String?, otherwise: Int, in range: ClosedRange<Int>) -> Int {
        guard let number = text.flatMap({ Int($0) }), range.contains(number) else { return otherwise }
        return number
    }
}
