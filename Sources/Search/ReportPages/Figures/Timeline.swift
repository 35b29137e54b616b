// How fast a dataset was made, from the times of its shards.

/// Rows over time, pauses taken out. A plain value.
struct Timeline: Sendable, Equatable {
    /// One shard, from its first row to its last.
    struct Interval: Hashable, Sendable {
        let start: Double
        let end: Double
        let images: Int
        let failures: Int
    }

    /// A span without any shard at work.
    struct Pause: Hashable, Sendable {
        /// Seconds of work before it.
        let at: Double
        let seconds: Double
    }

    /// Times outside of this are no times: 2255 is as late as they get.
    private static let mostSeconds = 9e9
    static let mostBars = 90

    /// Seconds of work, pauses left out.
    let seconds: Double
    /// Seconds that a bar stands for.
    let barSeconds: Double
    /// Images and failed rows a second, by bar.
    let images: [Double]
    let failures: [Double]
    let pauses: [Pause]
    /// Seconds since 1970.
    let start: Double
    let end: Double

    /// nil where no interval has a usable time.
    init?(_ intervals: [Interval]) {
        let usable = intervals.filter { $0.start >= 0 && $0.end >= $0.start && $0.end < Self.mostSeconds }
            .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
        guard let first = usable.first else { return nil }
        // Spans in which some shard was at work.
        var spans: [(start: Double, end: Double)] = [(first.start, first.end)]
        for interval in usable.dropFirst() {
            if interval.start <= spans[spans.count - 1].end + 60 {
                spans[spans.count - 1].end = max(spans[spans.count - 1].end, interval.end)
            } else {
                spans.append((interval.start, interval.end))
            }
        }
        var before: [Double] = []
        var pauses: [Pause] = []
        var seconds = 0.0
        for (place, span) in spans.enumerated() {
            if place > 0 { pauses.append(Pause(at: seconds, seconds: span.start - spans[place - 1].end)) }
            before.append(seconds)
            seconds += span.end - span.start
        }
        let barSeconds = Self.barSeconds(max(seconds, 1))
        let count = max(1, Int((max(seconds, 1) / barSeconds).rounded(.up)))
        var images = [Double](repeating: 0, count: count)
        var failures = images
        var span = 0
        for interval in usable {
            // Intervals are sorted by their start, as spans are.
            while interval.start > spans[span].end { span += 1 }
            let from = before[span] + interval.start - spans[span].start
            Self.spread(interval, from: from, barSeconds, &images, &failures)
        }
        // The last bar may stand for less time than the others.
        let last = max(1, seconds) - Double(count - 1) * barSeconds
        for place in 0..<count {
            let length = place == count - 1 ? max(last, min(1, barSeconds)) : barSeconds
            images[place] /= length
            failures[place] /= length
        }
        (self.seconds, self.barSeconds, self.images, self.failures) = (seconds, barSeconds, images, failures)
        self.pauses = pauses
        start = first.start
        end = spans[spans.count - 1].end
    }

    /// Rows are taken as spread evenly over the time of their shard.
    private static func spread(
        _ interval: Interval, from: Double, _ barSeconds: Double, _ images: inout [Double], _ failures: inout [Double]
    ) {
        let to = from + interval.end - interval.start
        let first = min(images.count - 1, Int(from / barSeconds))
        let last = min(images.count - 1, Int(to / barSeconds))
        for bar in first...max(first, last) {
            let share: Double
            if to > from {
                let (low, high) = (max(from, Double(bar) * barSeconds), min(to, Double(bar + 1) * barSeconds))
                share = max(0, high - low) / (to - from)
            } else {
                share = 1
            }
            images[bar] += share * Double(interval.images)
            failures[bar] += share * Double(interval.failures)
        }
    }

    /// A round time, so that bars are at most `mostBars`.
    private static func barSeconds(_ seconds: Double) -> Double {
        let round: [Double] = [
            1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
        ]
        let least = seconds / Double(mostBars)
        return round.first { $0 >= least } ?? (least / 86_400).rounded(.up) * 86_400
    }
}
