// Whether a failure is worth another attempt, and when.

/// Decides on further attempts; a value without clock, so that a seed gives the same delays again.
struct RetryPolicy: Sendable {
    /// Further attempts after the first.
    let retries: Int
    /// Delay before the second attempt; each further one doubles it.
    var baseDelay: Duration = .seconds(1)
    /// Longest delay of our own choice.
    var maximumDelay: Duration = .seconds(30)
    /// Longest wish of a server that is waited for.
    var longestWish: Duration = .seconds(300)

    /// How long to wait for the next attempt, or nil when there is to be none.
    ///
    /// - Parameters:
    ///   - attempts: attempts made so far, at least 1.
    ///   - wish: the server's `Retry-After`, if it sent one.
    func delay(
        after error: FetchError, attempts: Int, wish: Duration?, jitter: inout some RandomNumberGenerator
    ) -> Duration? {
        let wish = wish ?? .zero
        guard error.isRetriable, attempts <= retries, wish <= longestWish else { return nil }
        // A timeout has waited already, longer than any first delay.
        let base = error.category == .timeout ? baseDelay / 2 : baseDelay
        let doubled = base * (1 << min(max(attempts, 1) - 1, 16))
        // Half to one and a half of the step, so that what failed together does not come back together.
        let scattered = doubled * Double.random(in: 0.5..<1.5, using: &jitter)
        return max(min(scattered, maximumDelay), wish)
    }
}
