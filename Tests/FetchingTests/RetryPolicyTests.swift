// Which failures get another attempt, and when.

import Testing

@testable import Fetching

@Suite("Retry policy")
struct RetryPolicyTests {
    let transient = FetchError.status(503, reason: "")

    @Test("Only what may pass is retried")
    func kinds() {
        for status in [408, 425, 429, 500, 502, 503, 504, 520] {
            #expect(FetchError.status(status, reason: "").isRetriable)
        }
        for status in [400, 401, 403, 404, 410, 451] { #expect(!FetchError.status(status, reason: "").isRetriable) }
        #expect(!FetchError.unknownName.isRetriable)
        #expect(!FetchError.disallowed(httpStatus: 200).isRetriable)
        #expect(!FetchError.tooLarge(limitBytes: 1, httpStatus: 200).isRetriable)
        #expect(FetchError.timeout(.stall, deadline: .seconds(1)).isRetriable)
    }

    @Test("There are as many further attempts as asked for")
    func count() {
        var jitter = JitterGenerator(seed: 1)
        let policy = RetryPolicy(retries: 2)
        #expect(policy.delay(after: transient, attempts: 1, wish: nil, jitter: &jitter) != nil)
        #expect(policy.delay(after: transient, attempts: 2, wish: nil, jitter: &jitter) != nil)
        #expect(policy.delay(after: transient, attempts: 3, wish: nil, jitter: &jitter) == nil)
        #expect(RetryPolicy(retries: 0).delay(after: transient, attempts: 1, wish: nil, jitter: &jitter) == nil)
    }

    @Test("Delays double, scatter and end at the longest")
    func backOff() throws {
        var jitter = JitterGenerator(seed: 2)
        let policy = RetryPolicy(retries: 100)
        for attempts in 1...4 {
            let step = Duration.seconds(1 << (attempts - 1))
            for _ in 0..<100 {
                let delay = try #require(policy.delay(after: transient, attempts: attempts, wish: nil, jitter: &jitter))
                #expect(delay >= step * 0.5 && delay <= step * 1.5)
            }
        }
        #expect(policy.delay(after: transient, attempts: 90, wish: nil, jitter: &jitter) == .seconds(30))
    }

    @Test("A server's wish is heard, within bounds")
    func wish() {
        var jitter = JitterGenerator(seed: 3)
        let policy = RetryPolicy(retries: 1)
        #expect(policy.delay(after: transient, attempts: 1, wish: .seconds(7), jitter: &jitter) == .seconds(7))
        #expect(policy.delay(after: transient, attempts: 1, wish: .seconds(7000), jitter: &jitter) == .seconds(30))
    }

    @Test("The same seed gives the same delays")
    func seed() {
        func delays() -> [Duration?] {
            var jitter = JitterGenerator(seed: 9)
            return (1...3).map {
                RetryPolicy(retries: 9).delay(after: transient, attempts: $0, wish: nil, jitter: &jitter)
            }
        }
        #expect(delays() == delays())
    }
}
