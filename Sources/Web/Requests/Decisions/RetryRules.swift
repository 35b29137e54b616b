// How patient a client is.

/// Limits on repeats.
package struct RetryRules: Sendable {
    /// Attempts at a request, its first one included.
    package var attempts = 8
    /// Attempts while no server answered or accepted a connection: its name may be mistyped.
    package var attemptsToReach = 4
    /// Before the second attempt; doubled before each further one.
    package var firstPause = Duration.milliseconds(500)
    package var longestPause = Duration.seconds(20)
    /// The longest wait that a server may ask for: the Hub counts requests in windows of five minutes.
    package var longestWish = Duration.seconds(330)
    /// No attempt begins later than that behind the first one.
    package var window = Duration.seconds(600)

    package init() {}
}
