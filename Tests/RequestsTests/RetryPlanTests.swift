// Whether a request is sent again.

import Testing

@testable import Requests

@Suite("Repeats of requests")
struct RetryPlanTests {
    private func plan(isRepeatable: Bool = true, _ change: (inout RetryRules) -> Void = { _ in }) -> RetryPlan {
        var rules = RetryRules()
        change(&rules)
        return RetryPlan(rules, isRepeatable: isRepeatable)
    }

    private func seconds(_ decision: RetryPlan.Decision) -> Double? {
        guard case .again(let pause) = decision else { return nil }
        return pause / .seconds(1)
    }

    @Test("Pauses double up to the longest one, differ by chance, and end with the attempts")
    func pauses() {
        var plan = plan()
        var pauses: [Double] = []
        while let pause = seconds(
            plan.decision(after: .answered(status: 503, wish: nil), elapsed: .zero, chance: 1))
        {
            pauses.append(pause)
        }
        #expect(pauses == [0.5, 1, 2, 4, 8, 16, 20])
        var other = self.plan()
        #expect(seconds(other.decision(after: .answered(status: 500, wish: nil), elapsed: .zero, chance: 0)) == 0.25)
    }

    @Test(
        "What may be another answer later is asked again, nothing else",
        arguments: [
            (200, false), (301, false), (400, false), (401, false), (403, false), (404, false), (408, true),
            (409, false),
            (412, false), (416, false), (429, true), (500, true), (501, false), (502, true), (503, true), (504, true),
        ])
    func statuses(status: Int, isAgain: Bool) {
        var plan = plan()
        let decision = plan.decision(after: .answered(status: status, wish: nil), elapsed: .zero, chance: 0.5)
        #expect((seconds(decision) != nil) == isAgain)
    }

    @Test("A wait that the server asks for is kept, costs no attempt, and has its limit")
    func wishes() {
        var plan = plan()
        for _ in 0..<20 {
            let decision = plan.decision(after: .answered(status: 429, wish: .seconds(3)), elapsed: .zero, chance: 0.5)
            #expect(seconds(decision) == 3)
        }
        #expect(
            plan.decision(after: .answered(status: 429, wish: .seconds(331)), elapsed: .zero, chance: 0.5) == .end)
        #expect(
            plan.decision(after: .answered(status: 429, wish: .seconds(300)), elapsed: .seconds(301), chance: 0.5)
                == .end)
    }

    @Test("A server that was never reached is given up sooner")
    func unreachable() {
        var plan = plan()
        var attempts = 1
        while plan.decision(after: .failed(.unknownHost, wasSent: false), elapsed: .zero, chance: 0) != .end {
            attempts += 1
        }
        #expect(attempts == 4)
        for category in RequestError.Category.allCases {
            var plan = self.plan()
            let isAgain = plan.decision(after: .failed(category, wasSent: true), elapsed: .zero, chance: 0) != .end
            #expect(isAgain == [.unknownHost, .unreachable, .silent, .cut].contains(category), "\(category)")
        }
    }

    @Test("A request that must not be carried out twice is sent again only if it surely was not carried out")
    func notRepeatable() {
        for (outcome, isAgain) in [
            (RetryPlan.Outcome.failed(.cut, wasSent: true), false), (.failed(.unreachable, wasSent: false), true),
            (.answered(status: 500, wish: nil), false), (.answered(status: 429, wish: nil), true),
            (.answered(status: 503, wish: nil), true),
        ] {
            var plan = plan(isRepeatable: false)
            #expect((plan.decision(after: outcome, elapsed: .zero, chance: 0) != .end) == isAgain, "\(outcome)")
        }
    }

    @Test("RateLimit says how long no request is left")
    func rateLimit() {
        #expect(RateLimit("\"api\";r=0;t=55")?.seconds == 55)
        #expect(RateLimit("\"api\";r=0;t=55")?.remaining == 0)
        #expect(RateLimit("\"api\";r=9;t=20, \"resolvers\";r=0;t=7")?.seconds == 7)
        for text in [
            "", "\"api\"", "r=;t=", "r=-1;t=4", "limit=100, remaining=80", String(repeating: "r=0;t=1,", count: 999),
        ] {
            #expect(RateLimit(text) == nil, "\(text)")
        }
    }
}
