// Bytes per second, without a clock.

import Testing

@testable import Fetching

@Suite("Token bucket")
struct TokenBucketTests {
    func at(_ seconds: Double) -> Moment { Moment(nanoseconds: Int64(seconds * 1e9)) }

    @Test("Reading whenever it may, a reader gets the rate and not more than a tenth of a second beyond it")
    func rate() {
        var bucket = TokenBucket(bytesPerSecond: 1_000_000, now: at(0))
        var read = 0
        for millisecond in 0..<10_000 {
            while !bucket.isEmpty(now: at(Double(millisecond) / 1000)) {
                bucket.take(16_384, now: at(Double(millisecond) / 1000))
                read += 16_384
            }
        }
        #expect(read >= 10_000_000)
        #expect(read <= 10_100_000 + 16_384)
    }

    @Test("What was read beyond is waited for")
    func debt() {
        var bucket = TokenBucket(bytesPerSecond: 1000, now: at(0))
        bucket.take(2100, now: at(0))
        #expect(bucket.isEmpty(now: at(1.99)))
        #expect(bucket.isInDebt(now: at(1.85)))
        #expect(!bucket.isInDebt(now: at(1.95)))
        let due = bucket.due(now: at(0))
        #expect(due > at(2))
        #expect(due < at(2.01))
        #expect(!bucket.isEmpty(now: due))
        #expect(bucket.due(now: due) <= due)
    }

    @Test("A long rest fills it no further than a tenth of a second")
    func rest() {
        var bucket = TokenBucket(bytesPerSecond: 1000, now: at(0))
        bucket.take(99, now: at(3600))
        #expect(!bucket.isEmpty(now: at(3600)))
        bucket.take(1, now: at(3600))
        #expect(bucket.isEmpty(now: at(3600)))
    }

    @Test("A clock that stands, and one byte a second, are no harm")
    func extremes() {
        var bucket = TokenBucket(bytesPerSecond: 1, now: at(5))
        bucket.take(1 << 50, now: at(4))
        #expect(bucket.isEmpty(now: at(5)))
        #expect(bucket.due(now: at(5)) > at(1_000_000))
    }
}
