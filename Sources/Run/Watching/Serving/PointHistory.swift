// A run's sums over time, in bounded memory.

internal import JSON

/// Points of one run from its start. When there are too many, every second one is dropped: sums stay right, only the steps
/// between them grow.
struct PointHistory: Sendable {
    /// Sums since the start at one moment.
    struct Point: Hashable, Sendable {
        /// Seconds since the start.
        let time: Double
        let rows: Int
        let images: Int
        let received: Int
        let written: Int
        let inFlight: Int

        var json: JSONValue {
            .object([
                .init("t", .number(time, decimals: 1)), .init("rows", .integer(rows)),
                .init("images", .integer(images)), .init("received", .integer(received)),
                .init("written", .integer(written)), .init("in_flight", .integer(inFlight)),
            ])
        }
    }

    static let mostPoints = 600

    private(set) var points: [Point] = []
    /// Seconds between two points; doubled with each thinning.
    private var step = 1.0

    mutating func add(_ point: Point) {
        // A reading comes a little early or late.
        if let last = points.last, point.time - last.time < step * 0.9 { return }
        points.append(point)
        guard points.count > Self.mostPoints else { return }
        points = points.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        step *= 2
    }

    var json: JSONValue { .array(points.map(\.json)) }
}
