// The bytes of an object within the largest size and the memory budget.

import Fetching
import Ground
import Testing

@testable import BodyFetching

@Suite("The bytes of an object")
struct StoreBodyTests {
    private func take(_ count: Int, _ body: StoreBody) -> Bool {
        [UInt8](repeating: 7, count: count).withUnsafeBytes { body.take($0) }
    }

    @Test("An object that is longer than allowed is not read, whether the store says its length or not")
    func tooLong() {
        let budget = MemoryBudget(limitBytes: 1 << 20)
        let body = StoreBody(budget, maximumBytes: 1000)
        #expect(!body.begin(byteCount: 1001) && body.isTooLong)
        #expect(body.begin(byteCount: nil) && !body.isTooLong)
        #expect(take(1000, body) && !take(1, body) && body.isTooLong)
        body.letGo()
        #expect(budget.used == 0)
    }

    @Test("It never waits for memory: what does not fit is asked for again, and then read all the same")
    func memory() {
        let budget = MemoryBudget(limitBytes: 1000)
        budget.reserve(900)
        let body = StoreBody(budget, maximumBytes: 1 << 20)
        #expect(!body.begin(byteCount: 500) && body.missingRoom == 500)
        #expect(budget.used == 900)
        body.insists = true
        #expect(body.begin(byteCount: 500) && take(500, body))
        #expect(budget.used == 1400)
        var finished: FetchedBody? = body.finished()
        #expect(finished?.buffer.count == 500)
        #expect(budget.used == 1400)
        finished = nil
        #expect(budget.used == 900)
    }

    @Test("A second attempt begins with nothing")
    func again() {
        let budget = MemoryBudget(limitBytes: 10_000)
        let body = StoreBody(budget, maximumBytes: 5000)
        #expect(body.begin(byteCount: 100) && take(60, body))
        #expect(body.begin(byteCount: 100) && take(100, body))
        #expect(body.count == 100)
        #expect(body.finished().buffer.count == 100)
    }
}
