// A metric with its values, before it is known in which format it is asked for.

/// One name with all that is measured under it.
struct MetricFamily: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Only grows, until the process starts again.
        case counter
        case gauge
        case histogram
    }

    struct Label: Hashable, Sendable {
        let name: String
        let value: String
    }

    struct Sample: Hashable, Sendable {
        var labels: [Label] = []
        let value: Double
    }

    /// Durations by length: upper bounds, and counts up to each and beyond the last.
    struct Histogram: Hashable, Sendable {
        let bounds: [Double]
        let counts: [Int]
        let sum: Double
    }

    /// Without `_total`, which the formats add.
    let name: String
    let kind: Kind
    /// One sentence without a line break.
    let help: String
    /// A base unit that is the end of the name: `seconds`, `bytes`.
    var unit: String?
    var samples: [Sample] = []
    var histogram: Histogram?
}
