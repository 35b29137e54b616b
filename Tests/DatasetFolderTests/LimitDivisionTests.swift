// Among how many workers limits are divided, as workers come and go.

import Ground
import Testing

@testable import DatasetFolder

@Suite struct LimitDivisionTests {
    /// A worker among others: what it was asked to do, and what its lease says.
    private struct Worker {
        var division = LimitDivision()
        /// By how many its requests are divided; nil if it asks no host.
        var inForce: Int?
        var declared = 0
        var isAlive = true
        var hasBegun = false
        /// What its transfers are divided by follows after some looks.
        var pending: Int?
    }

    private func look(_ place: Int, _ workers: inout [Worker]) {
        let live = workers.filter(\.isAlive).count
        let others = workers.indices.filter { $0 != place && workers[$0].isAlive }.map { workers[$0].declared }
        let inForce = workers[place].inForce ?? workers[place].division.applied
        switch workers[place].division.look(live: live, inForce: inForce) {
        case .apply(let count):
            workers[place].pending = nil
            // More than before is used at once, less when requests have ended.
            if workers[place].hasBegun, count > inForce {
                workers[place].pending = count
            } else if workers[place].hasBegun {
                workers[place].inForce = count
            }
        case .declare(let count): workers[place].declared = count
        case nil:
            guard !workers[place].hasBegun,
                workers[place].division.mayBegin(live: live, others: others)
            else { return }
            workers[place].hasBegun = true
            workers[place].inForce = workers[place].division.applied
        }
    }

    @Test("A worker that is alone begins at once, with everything") func alone() {
        var workers = [Worker()]
        for _ in 0..<3 { look(0, &workers) }
        #expect(workers[0].inForce == 1 && workers[0].declared == 1)
    }

    @Test(
        "Whatever the order in which workers come, look, end requests and die, their parts are never more than one whole"
    )
    func whole() {
        for seed in 0..<300 {
            var chance = SeededBits(seed: UInt64(seed))
            var workers: [Worker] = []
            for _ in 0..<400 {
                let place = workers.isEmpty ? 0 : Int(chance.next() % UInt64(workers.count))
                switch chance.next() % 20 {
                case 0 where workers.count < 8: workers.append(Worker())
                case 1 where workers.count > 1 && chance.next() % 4 == 0: workers[place].isAlive = false
                case 2...5 where !workers.isEmpty:
                    if let pending = workers[place].pending {
                        workers[place].inForce = pending
                        workers[place].pending = nil
                    }
                default:
                    if !workers.isEmpty, workers[place].isAlive { look(place, &workers) }
                }
                let parts = workers.filter { $0.isAlive && $0.hasBegun }.compactMap(\.inForce)
                let sum = parts.reduce(0) { $0 + 1 / Double($1) }
                #expect(sum < 1.0001, "seed \(seed): \(parts)")
            }
            // In the end all that live have begun, and all is used.
            for _ in 0..<20 {
                for place in workers.indices where workers[place].isAlive {
                    if let pending = workers[place].pending {
                        workers[place].inForce = pending
                        workers[place].pending = nil
                    }
                    look(place, &workers)
                }
            }
            let live = workers.filter(\.isAlive)
            #expect(live.allSatisfy { $0.inForce == live.count }, "seed \(seed)")
        }
    }
}
