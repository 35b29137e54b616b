// Speeds over the last seconds.

internal import Ground

/// Sums of settled rows by second, for the last `lengthSeconds`.
struct RateWindow: Sendable {
    /// Seconds that are remembered.
    static let lengthSeconds = 60

    private var buckets = [SettledCounts](repeating: SettledCounts(), count: lengthSeconds)
    /// The second, since the start, of the newest bucket.
    private var newestSecond = 0

    /// - Parameter elapsed: since the start. What comes late from another thread counts as of the newest second.
    mutating func add(_ counts: SettledCounts, at elapsed: Duration) {
        let second = RateWindow.second(of: elapsed)
        if second > newestSecond {
            for passed in max(newestSecond + 1, second - RateWindow.lengthSeconds + 1)...second {
                buckets[passed % RateWindow.lengthSeconds] = SettledCounts()
            }
            newestSecond = second
        }
        buckets[newestSecond % RateWindow.lengthSeconds] += counts
    }

    /// What was settled over the last `seconds` seconds, the current one included.
    func sum(overSeconds seconds: Int, at elapsed: Duration) -> SettledCounts {
        let now = max(newestSecond, RateWindow.second(of: elapsed))
        let oldestKept = max(0, newestSecond - RateWindow.lengthSeconds + 1)
        let oldest = max(oldestKept, now - min(seconds, RateWindow.lengthSeconds) + 1)
        var sum = SettledCounts()
        if oldest <= newestSecond {
            for second in oldest...newestSecond { sum += buckets[second % RateWindow.lengthSeconds] }
        }
        return sum
    }

    /// The time that `sum` covers; at least one second, so that the first rows are not read as a storm.
    func coveredSeconds(overSeconds seconds: Int, at elapsed: Duration) -> Double {
        let now = max(elapsed.inSeconds, Double(newestSecond))
        let oldest = max(0, Int(now) - min(seconds, RateWindow.lengthSeconds) + 1)
        return max(1, now - Double(oldest))
    }

    private static func second(of elapsed: Duration) -> Int { max(0, Int(elapsed.components.seconds)) }
}
