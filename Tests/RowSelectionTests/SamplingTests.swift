// Chance that can be repeated.

import Ground
import Testing

@testable import RowSelection

@Suite struct SamplingTests {
    private func kept(_ sampling: RowSampling, rows: Int = 100_000, file: Int = 0) -> [Int] {
        (0..<rows).filter { sampling.keeps(row: $0, ofFile: file) }
    }

    @Test("A sample has about its share of the rows", arguments: [0.001, 0.01, 0.5, 0.99])
    func share(share: Double) {
        let count = Double(kept(RowSampling(share: share, seed: 7)).count)
        let spread = (100_000 * share * (1 - share)).squareRoot()
        #expect(abs(count - 100_000 * share) < 5 * spread)
    }

    @Test("A share of 1 is every row")
    func all() {
        #expect(kept(RowSampling(share: 1, seed: 0), rows: 1000).count == 1000)
    }

    @Test("One seed, one choice; another seed or file, another")
    func seeds() {
        let first = kept(RowSampling(share: 0.1, seed: 1))
        #expect(first == kept(RowSampling(share: 0.1, seed: 1)))
        // A run that goes on, perhaps with a newer version, must choose the same rows.
        #expect(first.prefix(5) == [0, 20, 38, 51, 68])
        for other in [kept(RowSampling(share: 0.1, seed: 2)), kept(RowSampling(share: 0.1, seed: 1), file: 1)] {
            let both = Set(first).intersection(other).count
            #expect((700...1300).contains(both), "\(both)")
        }
    }

    @Test("A smaller share is a part of a larger one")
    func nested() {
        let large = Set(kept(RowSampling(share: 0.2, seed: 5), rows: 10_000))
        #expect(large.isSuperset(of: kept(RowSampling(share: 0.02, seed: 5), rows: 10_000)))
    }

    @Test("An order has every place once, and is the same for the same seed")
    func order() {
        var bits = SeededBits(seed: 3)
        let order = bits.order(of: 1000)
        #expect(order.sorted() == Array(0..<1000))
        #expect(order != Array(0..<1000))
        var again = SeededBits(seed: 3)
        #expect(again.order(of: 1000) == order)
        var other = SeededBits(seed: 4)
        #expect(other.order(of: 1000) != order)
        var one = SeededBits(seed: 3)
        #expect(one.order(of: 0).isEmpty)
        #expect(one.order(of: 1) == [0])
    }

    @Test("Every place of an order is as likely as any other")
    func fairness() {
        var bits = SeededBits(seed: 11)
        var counts = [Int](repeating: 0, count: 16)
        for _ in 0..<16_000 {
            let order = bits.order(of: 4)
            for (place, value) in order.enumerated() { counts[4 * place + value] += 1 }
        }
        // 4000 each, with a spread of 55.
        #expect(counts.allSatisfy { (3700...4300).contains($0) }, "\(counts)")
    }
}
