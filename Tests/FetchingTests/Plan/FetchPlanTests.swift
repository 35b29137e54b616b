// Decisions on requests: events in, results and further attempts out. No server, no clock.

import Ground
import Testing
import URLs

@testable import Fetching

@Suite("Fetch plan")
struct FetchPlanTests {
    private let start = Moment(nanoseconds: 1_000_000_000)
    private let budget = MemoryBudget(limitBytes: 1 << 20)

    private func plan(_ change: (inout FetchOptions) -> Void = { _ in }) throws -> FetchPlan {
        var options = FetchOptions()
        change(&options)
        return FetchPlan(options: options, urls: try URLCheck(options), productTokens: ["img2shards"], now: start)
    }

    /// A plan that has these URLs, with their places as ids.
    private func plan(
        of urls: [String], _ change: (inout FetchOptions) -> Void = { _ in }
    ) throws -> FetchPlan {
        let plan = try plan(change)
        plan.arrived(urls.enumerated().map { FetchRequest(id: UInt64($0.offset), url: $0.element) })
        plan.advance(now: start)
        return plan
    }

    private func body(_ status: Int = 200) -> AttemptEnd {
        end(.body(FetchedBody(buffer: ByteBuffer(maximumBytes: 0), budget: budget, reservedBytes: 0)), status: status)
    }

    private func end(_ outcome: AttemptEnd.Outcome, status: Int = 0, wish: Duration? = nil) -> AttemptEnd {
        var end = AttemptEnd(outcome)
        end.status = status
        end.reason = "Reason"
        end.wish = wish
        end.clock = TransferClock(start: start)
        return end
    }

    private func redirect(_ location: String, status: Int = 302, setsCookie: Bool = false) -> AttemptEnd {
        end(.redirect(to: Array(location.utf8), setsCookie: setsCookie), status: status)
    }

    private func error(_ result: FetchResult?) -> FetchError? {
        if case .failure(let error)? = result?.outcome { error } else { nil }
    }

    /// Begins the next attempt, which must be for this URL.
    private func begin(_ plan: FetchPlan, _ url: String, at now: Moment? = nil) throws -> FetchPlan.Attempt {
        let attempt = try #require(plan.next(now: now ?? start))
        #expect(attempt.job.target.text == url)
        return attempt
    }

    @Test("A body is the one result of its request")
    func whole() throws {
        let plan = try plan(of: ["http://a.test/1"])
        plan.ended(try begin(plan, "http://a.test/1"), body(), now: start + 2_000_000)
        let results = plan.takeResults()
        #expect(results.count == 1)
        #expect((try? results.first?.outcome.get()) != nil)
        #expect(results.first?.attempts == 1 && results.first?.httpStatus == 200)
        #expect(results.first?.duration == .milliseconds(2))
        #expect(plan.takeResults().isEmpty)
        #expect(plan.waiting == 0 && plan.admission.inFlight == 0 && plan.due == nil)
    }

    @Test(
        "A URL that must not be requested fails without an attempt",
        arguments: [("ftp://a.test/1", FetchError.Category.invalidURL), ("http://", .invalidURL), ("", .invalidURL)])
    func refused(url: String, category: FetchError.Category) throws {
        let plan = try plan(of: [url])
        #expect(plan.next(now: start) == nil)
        let results = plan.takeResults()
        #expect(results.count == 1 && results.first?.attempts == 0)
        #expect(error(results.first)?.category == category)
    }

    @Test("A temporary failure is tried again later, and only as often as allowed")
    func retries() throws {
        let plan = try plan(of: ["http://a.test/1"]) { $0.retries = 2 }
        var now = start
        for attempt in 1...3 {
            let begun = try begin(plan, "http://a.test/1", at: now)
            plan.ended(begun, end(.failure(.status(500, reason: "")), status: 500), now: now)
            guard attempt < 3 else { break }
            #expect(plan.takeResults().isEmpty)
            #expect(plan.next(now: now) == nil)
            now = try #require(plan.due)
            #expect(now > start)
            plan.advance(now: now)
        }
        let results = plan.takeResults()
        #expect(results.count == 1 && results.first?.attempts == 3)
        #expect(error(results.first)?.httpStatus == 500)
        #expect(plan.counts.retries == 2)
    }

    @Test("A lasting failure is not tried again")
    func lasting() throws {
        let plan = try plan(of: ["http://a.test/1"])
        plan.ended(
            try begin(plan, "http://a.test/1"), end(.failure(.status(404, reason: "")), status: 404), now: start)
        #expect(plan.takeResults().map { error($0)?.httpStatus } == [404])
        #expect(plan.due == nil)
    }

    @Test("Retry-After is waited for")
    func wish() throws {
        let plan = try plan(of: ["http://a.test/1"])
        let refusal = end(.failure(.status(503, reason: "")), status: 503, wish: .seconds(7))
        plan.ended(try begin(plan, "http://a.test/1"), refusal, now: start)
        var now = start
        while now < start + 7_000_000_000 {
            #expect(plan.next(now: now) == nil)
            now = try #require(plan.due)
            plan.advance(now: now)
        }
        #expect(plan.next(now: now) != nil)
    }

    @Test("A redirect goes first in the line of its new host, with the same attempt and clock")
    func redirects() throws {
        let plan = try plan(of: ["http://a.test/1", "http://b.test/2"]) { $0.perHostConnections = 1 }
        let first = try begin(plan, "http://a.test/1")
        plan.ended(first, redirect("http://b.test/moved"), now: start + 1_000_000)
        let second = try begin(plan, "http://b.test/moved")
        #expect(second.job.attempts == 1)
        plan.ended(second, body(), now: start + 3_000_000)
        let result = try #require(plan.takeResults().first)
        #expect(result.id == 0 && result.finalURL == "http://b.test/moved" && result.attempts == 1)
        #expect(plan.counts.redirects == 1)
    }

    @Test("After a redirect, another attempt begins at the first URL")
    func rewinds() throws {
        let plan = try plan(of: ["http://a.test/1"])
        plan.ended(try begin(plan, "http://a.test/1"), redirect("http://b.test/x"), now: start)
        plan.ended(
            try begin(plan, "http://b.test/x"), end(.failure(.status(500, reason: "")), status: 500), now: start)
        let due = try #require(plan.due)
        plan.advance(now: due)
        _ = try begin(plan, "http://a.test/1", at: due)
    }

    @Test(
        "Redirects that may not be followed fail, with their reason",
        arguments: [
            ("http://127.0.0.1/x", FetchError.Category.addressRefused), ("ftp://b.test/x", .redirect),
            ("http://excluded.test/x", .excluded),
        ])
    func badRedirects(location: String, category: FetchError.Category) throws {
        final class Policy: URLPolicy {
            func refuses(name: String) -> Bool { name.contains("excluded") }
        }
        let plan = try plan(of: ["http://a.test/1"]) { $0.makeURLPolicy = { Policy() } }
        plan.ended(try begin(plan, "http://a.test/1"), redirect(location), now: start)
        let result = try #require(plan.takeResults().first)
        #expect(error(result)?.category == category)
        #expect(plan.next(now: start) == nil)
    }

    @Test("More redirects than allowed are a loop, a circle with a cookie a cookie wall")
    func loops() throws {
        let loop = try plan(of: ["http://a.test/0"]) { $0.maximumRedirects = 3 }
        for number in 0..<4 {
            loop.ended(try begin(loop, "http://a.test/\(number)"), redirect("/\(number + 1)"), now: start)
        }
        #expect(loop.takeResults().map { error($0)?.category } == [.redirect])
        let wall = try plan(of: ["http://a.test/0"])
        wall.ended(try begin(wall, "http://a.test/0"), redirect("/1", setsCookie: true), now: start)
        wall.ended(try begin(wall, "http://a.test/1"), redirect("/0"), now: start)
        #expect(error(wall.takeResults().first)?.message.contains("cookie") == true)
    }

    @Test("An answer that may be another's costs no attempt, and is asked for first, on a connection of its own")
    func askedAgain() throws {
        let plan = try plan(of: ["http://a.test/1", "http://a.test/2"]) { $0.perHostConnections = 1 }
        var doubtful = end(.askAgain(alone: true))
        doubtful.status = 0
        plan.ended(try begin(plan, "http://a.test/1"), doubtful, now: start)
        let again = try begin(plan, "http://a.test/1")
        #expect(again.job.attempts == 1 && again.job.wantsFreshConnection && again.job.lastStatus == nil)
        #expect(plan.counts.repeated == 1 && plan.counts.retries == 0)
    }

    @Test("A lack of descriptors is no attempt and nobody's fault, lowers the limit, and ends at some time")
    func noSocket() throws {
        let plan = try plan(of: ["http://a.test/1"])
        var now = start
        var times = 0
        while plan.takeResults().isEmpty, times < 1000 {
            let attempt = try begin(plan, "http://a.test/1", at: now)
            #expect(attempt.job.attempts == 1 || times > 300)
            plan.ended(attempt, end(.noSocket), now: now)
            times += 1
            #expect(plan.admission.limit.value == 1)
            guard let due = plan.due else { break }
            now = due
            plan.advance(now: now)
        }
        #expect(times > 100 && times < 1000)
    }

    @Test("A host that never answers is given up, and what waits for it fails with it")
    func givenUp() throws {
        let plan = try plan(of: (0..<100).map { "http://dead.test/\($0)" })
        var now = start
        var results: [FetchResult] = []
        while results.count < 100 {
            while let attempt = plan.next(now: now) {
                plan.ended(
                    attempt, end(.failure(.timeout(.connection, deadline: .seconds(60)))), now: now + 10_000_000_000)
            }
            results += plan.takeResults()
            if plan.isDue {
                plan.advance(now: now)
                continue
            }
            guard let due = plan.due else { break }
            now = max(due, now)
            plan.advance(now: now)
        }
        #expect(results.count == 100)
        #expect(Set(results.map(\.id)).count == 100)
        #expect(results.filter { error($0)?.category == .hostGivenUp && $0.attempts == 0 }.count > 50)
    }

    @Test("The place of a complete answer is free while its connection is waited for, and given back once")
    func answered() throws {
        let plan = try plan(of: (0..<3).map { "http://a.test/\($0)" }) { $0.perHostConnections = 1 }
        var first = try begin(plan, "http://a.test/0")
        #expect(plan.next(now: start) == nil)
        plan.answered(&first, leavesPlace: false, now: start)
        #expect(plan.admission.inFlight == 0 && plan.next(now: start) == nil)
        plan.answered(&first, leavesPlace: true, now: start)
        _ = try begin(plan, "http://a.test/1")
        plan.ended(first, body(), now: start)
        #expect(plan.takeResults().count == 1 && plan.admission.inFlight == 1)
        #expect(plan.next(now: start) == nil)
    }

    @Test("Rows wait for the robots.txt of their server, which is fetched once and obeyed")
    func robots() throws {
        let plan = try plan(of: ["http://a.test/1", "http://a.test/private", "http://a.test/2"]) {
            $0.robotsTxt = .respect
        }
        let asking = try begin(plan, "http://a.test/robots.txt")
        #expect(plan.next(now: start) == nil && plan.waiting == 3)
        let rules = ByteBuffer(maximumBytes: 100)
        #expect(Array("User-agent: *\nDisallow: /private".utf8).withUnsafeBytes { rules.append($0) })
        plan.ended(
            asking, end(.body(FetchedBody(buffer: rules, budget: budget, reservedBytes: 0)), status: 200), now: start)
        #expect(plan.takeResults().map { error($0)?.category } == [.robotsTxt])
        _ = try begin(plan, "http://a.test/1")
        _ = try begin(plan, "http://a.test/2")
    }
}
