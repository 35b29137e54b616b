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
        tokens = held(now) - Double(bytes)
        filled = max(filled, now)
    }

    /// Whether nothing may be read now.
    func isEmpty(now: Moment) -> Bool { held(now) <= 0 }

    /// Whether so much was read beyond the limit that nothing more should be begun: a tenth of a second's bytes.
    func isInDebt(now: Moment) -> Bool { held(now) < -capacity }

    /// When enough is there again to be worth waking for: a twentieth of what it can hold.
    func due(now: Moment) -> Moment {
        let missing = capacity / 20 - held(now)
        return missing <= 0 ? now : now + Int64(min(missing / bytesPerNanosecond, 1e18)) + 1
    }

    private func held(_ now: Moment) -> Double {
        min(capacity, tokens + Double(max(0, now - filled)) * bytesPerNanosecond)
    }
}
