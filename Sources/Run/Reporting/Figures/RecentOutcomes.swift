// How the last minute went, for warnings: a run that was good for hours can turn bad.

/// Counts of the rows settled lately.
package struct RecentOutcomes: Hashable, Sendable {
    package let rows: Int
    package let images: Int
    package let failures: [FailureClass: Int]

    package init(rows: Int, images: Int, failures: [FailureClass: Int]) {
        self.rows = rows
        self.images = images
        self.failures = failures
    }

    package static let none = RecentOutcomes(rows: 0, images: 0, failures: [:])
}

/// Collects `RecentOutcomes` over the last minute, forgotten in steps of ten seconds.
struct RecentWindow: Sendable {
    private static let stepSeconds = 10
    private static let stepCount = 6

    private struct Step: Sendable {
        var number = -1
        var rows = 0
        var images = 0
        /// Tally words are a closed set but for HTTP statuses, which a server may invent.
        var failures = ErrorTally(limit: 1000)
    }

    private var steps = [Step](repeating: Step(), count: stepCount)
    private var newest = 0

    mutating func add(category: String?, at elapsed: Duration) {
        newest = max(newest, RecentWindow.step(of: elapsed))
        let slot = newest % RecentWindow.stepCount
        if steps[slot].number != newest {
            steps[slot] = Step()
            steps[slot].number = newest
        }
        steps[slot].rows += 1
        if let category { steps[slot].failures.add(category) } else { steps[slot].images += 1 }
    }

    func outcomes(at elapsed: Duration) -> RecentOutcomes {
        let now = max(newest, RecentWindow.step(of: elapsed))
        let live = steps.filter { $0.number >= 0 && $0.number > now - RecentWindow.stepCount }
        var failures: [FailureClass: Int] = [:]
        for step in live {
            for (word, count) in step.failures.top(1000) {
                failures[FailureClass(tallyWord: word), default: 0] += count
            }
        }
        return RecentOutcomes(
            rows: live.reduce(0) { $0 + $1.rows }, images: live.reduce(0) { $0 + $1.images }, failures: failures)
    }

    private static func step(of elapsed: Duration) -> Int {
        max(0, Int(elapsed.components.seconds)) / stepSeconds
    }
}
