// Whether the store still takes what is sent.

/// Notices that nothing was confirmed for long, and that it is over. A plain value.
struct StoreSilence: Sendable {
    /// A part of 10 MiB may take so long on a slow line.
    private static let patience = Duration.seconds(60)

    private var sending = 0
    /// Whether nothing is sent.
    var isAtRest: Bool { sending == 0 }
    private var lastMove: ContinuousClock.Instant
    private var isReported = false

    init(now: ContinuousClock.Instant) { lastMove = now }

    /// A shard is sent.
    mutating func begins(at now: ContinuousClock.Instant) {
        if sending == 0 { lastMove = now }
        sending += 1
    }

    /// A part of a file was confirmed.
    mutating func moves(at now: ContinuousClock.Instant) { lastMove = now }

    /// A shard was sent, or could not be.
    mutating func ends(at now: ContinuousClock.Instant) {
        sending -= 1
        lastMove = now
    }

    /// What a person should know now; nil if it was said already.
    mutating func notice(at now: ContinuousClock.Instant) -> String? {
        let isSilent = sending > 0 && now - lastMove >= Self.patience
        guard isSilent != isReported else { return nil }
        isReported = isSilent
        return isSilent
            ? "! the store has confirmed nothing for a minute: it is slow or does not answer; failed requests are repeated for 5 min"
            : "the store takes files again"
    }
}
