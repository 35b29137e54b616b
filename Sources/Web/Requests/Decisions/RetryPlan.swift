// Whether a request is sent again.

/// Decides after each attempt at one request.
struct RetryPlan {
    /// How an attempt ended.
    enum Outcome: Equatable {
        /// - Parameter wish: how long the server asks to be left alone.
        case answered(status: Int, wish: Duration?)
        /// - Parameter wasSent: whether the server may have carried the request out.
        case failed(RequestError.Category, wasSent: Bool)
    }

    enum Decision: Equatable {
        /// The outcome is the request's.
        case end
        case again(after: Duration)
    }

    let rules: RetryRules
    let isRepeatable: Bool
    private var failures = 0
    private var wasReached = false

    init(_ rules: RetryRules, isRepeatable: Bool) {
        self.rules = rules
        self.isRepeatable = isRepeatable
    }

    /// - Parameters:
    ///   - elapsed: since the first attempt began.
    ///   - chance: 0 to 1, by which pauses differ.
    mutating func decision(after outcome: Outcome, elapsed: Duration, chance: Double) -> Decision {
        var wish: Duration?
        switch outcome {
        case .answered(let status, let wanted):
            wasReached = true
            guard Self.mayPass(status), isRepeatable || status == 429 || status == 503 else { return .end }
            wish = wanted
        case .failed(let category, let wasSent):
            guard [.unknownHost, .unreachable, .silent, .cut].contains(category), isRepeatable || !wasSent else {
                return .end
            }
            wasReached = wasReached || wasSent
        }
        if let wish, wish > rules.longestWish { return .end }
        // A wait that the server asked for is no failure.
        if wish == nil { failures += 1 }
        guard failures < (wasReached ? rules.attempts : min(rules.attempts, rules.attemptsToReach)) else { return .end }
        let doubled = rules.firstPause * (1 << min(max(0, failures - 1), 16))
        let pause = min(doubled, rules.longestPause) * (0.5 + min(max(0, chance), 1) / 2)
        let wait = max(pause, wish ?? .zero)
        return elapsed + wait > rules.window ? .end : .again(after: wait)
    }

    /// Whether a status may be another one later.
    static func mayPass(_ status: Int) -> Bool {
        [408, 425, 429, 500, 502, 503, 504].contains(status) || (520...599).contains(status)
    }
}
