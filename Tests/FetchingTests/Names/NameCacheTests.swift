// Look-ups asked once and remembered for their time.

import Testing

@testable import Fetching
@testable import URLs

@Suite("Name cache")
struct NameCacheTests {
    let start = Moment(nanoseconds: 0)
    let address = IPAddress.v4(0x0102_0304)

    private func kind(_ reply: NameCache<Int>.Reply) -> String {
        switch reply {
        case .answer(let answer):
            switch answer.outcome {
            case .success(let addresses): "had \(addresses.count)"
            case .failure: "failed"
            }
        case .wait: "wait"
        case .lookUp: "look up"
        }
    }

    @Test("Many who ask cause one look-up, and all get its answer")
    func once() {
        var cache = NameCache<Int>(capacity: 10)
        #expect(kind(cache.ask("a", waiter: 1, now: start)) == "look up")
        #expect(kind(cache.ask("a", waiter: 2, now: start)) == "wait")
        #expect(kind(cache.ask("a", waiter: 3, now: start)) == "wait")
        let settled = cache.settle("a", outcome: .success([address]), lifetimeNanoseconds: 100, now: start)
        #expect(settled.waiters == [1, 2, 3])
        #expect(kind(cache.ask("a", waiter: 4, now: start + 99)) == "had 1")
    }

    @Test("An answer is good for its time, then the name is looked up again")
    func expires() {
        var cache = NameCache<Int>(capacity: 10)
        _ = cache.ask("a", waiter: 1, now: start)
        let first = cache.settle("a", outcome: .success([address]), lifetimeNanoseconds: 100, now: start)
        #expect(kind(cache.ask("a", waiter: 2, now: start + 100)) == "look up")
        #expect(kind(cache.ask("a", waiter: 3, now: start + 101)) == "wait")
        let second = cache.settle("a", outcome: .success([address]), lifetimeNanoseconds: 100, now: start + 101)
        #expect(second.waiters == [2, 3])
        #expect(second.answer.generation != first.answer.generation)
    }

    @Test("A failure is remembered too")
    func negative() {
        var cache = NameCache<Int>(capacity: 10)
        _ = cache.ask("a", waiter: 1, now: start)
        _ = cache.settle("a", outcome: .failure(.unknownName), lifetimeNanoseconds: 100, now: start)
        #expect(kind(cache.ask("a", waiter: 2, now: start + 50)) == "failed")
    }

    @Test("The answer used longest ago goes first; names being looked up stay")
    func bounded() {
        var cache = NameCache<Int>(capacity: 3)
        _ = cache.ask("busy", waiter: 0, now: start)
        for name in ["a", "b"] {
            _ = cache.ask(name, waiter: 1, now: start)
            _ = cache.settle(name, outcome: .success([address]), lifetimeNanoseconds: 1000, now: start)
        }
        _ = cache.ask("a", waiter: 2, now: start)
        _ = cache.ask("c", waiter: 1, now: start)
        _ = cache.settle("c", outcome: .success([address]), lifetimeNanoseconds: 1000, now: start)
        #expect(cache.count == 3)
        #expect(kind(cache.ask("a", waiter: 3, now: start)) == "had 1")
        #expect(kind(cache.ask("busy", waiter: 3, now: start)) == "wait")
        #expect(kind(cache.ask("b", waiter: 3, now: start)) == "look up")
    }

    @Test("A name that nobody asked for is settled without harm")
    func unasked() {
        var cache = NameCache<Int>(capacity: 3)
        #expect(cache.settle("x", outcome: .success([]), lifetimeNanoseconds: 1, now: start).waiters.isEmpty)
        #expect(cache.count == 0)
    }
}
