// The highest rows of a column: what is typed, and the exact number that they have at least.

import TestSupport
import Testing

@testable import RowSelection

@Suite("Highest rows")
struct TopTests {
    @Test("A share, a part of one and a count of rows are read")
    func read() {
        #expect(TopShare("similarity:30%") == TopShare(column: "similarity", amount: .share(part: 30, whole: 100)))
        #expect(TopShare("a:0.3") == TopShare(column: "a", amount: .share(part: 3, whole: 10)))
        #expect(TopShare("a:12.5%") == TopShare(column: "a", amount: .share(part: 125, whole: 1000)))
        #expect(TopShare("b:c:100%") == TopShare(column: "b:c", amount: .share(part: 100, whole: 100)))
        #expect(TopShare("a:10000") == TopShare(column: "a", amount: .rows(10_000)))
    }

    @Test(
        "Other words are refused",
        arguments: [
            "", ":", "a", "a:", ":30%", "a:0", "a:0%", "a:101%", "a:1.5", "a:-3", "a:3e2", "a:1.", "a:%",
            "a:0.0000000001", "a:9999999999999", "a:٣",
        ])
    func refused(text: String) { #expect(TopShare(text) == nil) }

    @Test("A share is counted without rounding: 29 % of 100 rows are 29")
    func counted() {
        for percent in 1...100 { #expect(TopShare("a:\(percent)%")?.count(of: 100) == percent) }
        #expect(TopShare("a:30%")?.count(of: 9) == 2)
        #expect(TopShare("a:10%")?.count(of: 9) == 0)
        #expect(TopShare("a:50")?.count(of: 9) == 9)
        #expect(TopShare("a:99.9999999%")?.count(of: 400_000_000_000) == 399_999_999_600)
    }

    private func threshold(_ numbers: [Double], _ text: String, mostHeld: Int) throws -> (Double?, passes: Int) {
        var search = ThresholdSearch(try #require(TopShare(text)), mostHeld: mostHeld)
        var passes = 0
        while !search.isDone {
            for number in numbers { search.add(number) }
            search.passEnded()
            passes += 1
        }
        return (search.threshold, passes)
    }

    @Test(
        "The number is that of sorting, with equal, negative, endless and missing ones", arguments: [1, 7, 1_000_000])
    func exact(mostHeld: Int) throws {
        var generator = SeededGenerator(state: 14)
        for round in 0..<60 {
            let numbers = (0..<Int.random(in: 1...300, using: &generator)).map { _ -> Double in
                switch Int.random(in: 0..<8, using: &generator) {
                case 0: .nan
                case 1: [.infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude].randomElement(using: &generator) ?? 0
                case 2: Double(Int.random(in: -3...3, using: &generator))
                default: Double.random(in: -1...1, using: &generator) * (round % 3 == 0 ? 1e-9 : 1)
                }
            }
            let sorted = numbers.filter { !$0.isNaN }.sorted(by: >)
            for share in ["a:30%", "a:1", "a:100%", "a:0.5"] {
                let count = try #require(TopShare(share)).count(of: sorted.count)
                let (found, passes) = try threshold(numbers, share, mostHeld: mostHeld)
                #expect(found == (count == 0 ? nil : sorted[count - 1]), "\(share) of \(numbers)")
                #expect(passes <= 5)
                if let found { #expect(numbers.count { $0 >= found } >= count) }
            }
        }
    }

    @Test("Ordinary scores take two passes, however many there are")
    func passes() throws {
        var generator = SeededGenerator(state: 3)
        let numbers = (0..<200_000).map { _ in Double.random(in: 0...1, using: &generator) }
        let (found, passes) = try threshold(numbers, "a:30%", mostHeld: 20_000)
        #expect(found == numbers.sorted(by: >)[59_999] && passes == 2)
    }
}
