// A limit on bytes per second, as a value: bytes and the time in, whether more may be read out.

/// Fills with time and is emptied by bytes. It may be emptied below nothing: what was read beyond is waited
/// for, so that the mean holds.
struct TokenBucket: Sendable {
    /// What it holds when it is full: a tenth of a second's bytes may come at once after a rest.
    private let capacity: Double
    private let bytesPerNanosecond: Double
    private var tokens: Double
    private var filled: Moment

    /// - Parameter bytesPerSecond: at least 1.
    init(bytesPerSecond: Int, now: Moment) {
        bytesPerNanosecond = Double(max(1, bytesPerSecond)) / 1e9
        capacity = Double(max(1, bytesPerSecond)) / 10
        tokens = capacity
        filled = now
    }

    /// Counts bytes that were read.
    mutating func take(_ bytes: Int, now: Moment) {
        fill(now)
        tokens -= Double(bytes)
    }

    /// Whether nothing may be read now.
    mutating func isEmpty(now: Moment) -> Bool {
        fill(now)
        return tokens <= 0
    }

    /// Whether so much was read beyond the limit that nothing more should be begun: half a second's bytes.
    mutating func isInDebt(now: Moment) -> Bool {
        fill(now)
        return tokens < -5 * capacity
    }

    /// When enough is there again to be worth waking for: a twentieth of what it can hold.
    mutating func due(now: Moment) -> Moment {
        fill(now)
        let missing = capacity / 20 - tokens
        return missing <= 0 ? now : now + Int64(min(missing / bytesPerNanosecond, 1e18)) + 1
    }

    private mutating func fill(_ now: Moment) {
        guard now > filled else { return }
        tokens = min(capacity, tokens + Double(now - filled) * bytesPerNanosecond)
        filled = now
    }
}
