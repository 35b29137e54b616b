// The ledger against a model of its own: random shards, orders of events, failures and stops.

import DatasetModel
import TestSupport
import Testing

@testable import Pipeline

@Suite("The ledger of a shard")
struct ShardLedgerTests {
    private static let failure = SampleOutcome.failedToDownload("dns", "no such host")
    private static let other = SampleOutcome.failedToResize("decode", "no image")

    /// Settles rows in sizes, one after the other.
    private func settle(
        _ ledger: inout ShardLedger, _ ends: [(row: Int, size: Int, outcome: SampleOutcome)]
    ) -> [ShardLedger.Settlement] {
        ends.map { ledger.settle($0.row, size: $0.size, $0.outcome) }
    }

    private func finish(_ ledger: inout ShardLedger, _ sizes: [Int]) -> [Bool] {
        sizes.map { ledger.finish(size: $0) }
    }

    @Test("One size: each row closes at once, and the last closes the shard")
    func oneSize() {
        var ledger = ShardLedger(rowCount: 3, kept: [.rows([1])])
        #expect(ledger.keptCount == 1 && ledger.openCount == 2 && ledger.openRows == [0, 2])
        let settled = settle(
            &ledger, [(1, 0, .success), (2, 0, Self.failure), (2, 0, .success), (0, 0, .success)])
        #expect(settled == [.again, .rowClosed(Self.failure), .again, .shardClosed(.success)])
        let finished = finish(&ledger, [0, 0])
        #expect(finished == [true, false])
    }

    @Test("A row of several sizes closes with the last, and is reported by its first failure")
    func severalSizes() {
        var ledger = ShardLedger(rowCount: 2, kept: [.nothing, .rows([0]), .nothing, .finished])
        #expect(ledger.openSizes(of: 0).places == [0, 2] && ledger.openSizes(of: 1).places == [0, 1, 2])
        let settled = settle(
            &ledger,
            [
                (1, 0, Self.other), (1, 2, .success), (0, 0, .success), (1, 1, Self.failure), (1, 3, .success),
                (0, 2, .success),
            ])
        #expect(settled == [.first, .first, .first, .rowClosed(Self.other), .again, .shardClosed(.success)])
        let finished = finish(&ledger, [2, 0, 1])
        #expect(finished == [false, false, true])
    }

    @Test("A shard that is settled in all sizes waits for its files alone")
    func keptWhole() {
        var ledger = ShardLedger(rowCount: 2, kept: [.finished, .rows([0, 1])])
        #expect(ledger.keptCount == 2 && ledger.openCount == 0 && ledger.openRows.isEmpty)
        let finished = finish(&ledger, [0, 1])
        #expect(finished == [false, true])
    }

    /// A shard of the model, over all its starts.
    private struct Model {
        let rowCount: Int
        let urls: [String]
        let outcomes: [[SampleOutcome]]
        var settled: [Set<Int>]
        var finished: Set<Int> = []
        /// How often each row was settled in each size.
        var times: [[Int]]

        var sizeCount: Int { settled.count }
        var isDone: Bool { finished.count == sizeCount }

        init(_ chance: inout SeededGenerator) {
            let (rows, sizes) = (Int.random(in: 1...40, using: &chance), Int.random(in: 1...5, using: &chance))
            rowCount = rows
            let names = Int.random(in: 1...rows, using: &chance)
            urls = (0..<rows).map { _ in "http://a.test/\(Int.random(in: 0..<names, using: &chance))" }
            outcomes = (0..<rows).map { _ in
                (0..<sizes).map { _ in
                    [.success, ShardLedgerTests.failure, ShardLedgerTests.other][Int.random(in: 0..<3, using: &chance)]
                }
            }
            settled = Array(repeating: [], count: sizes)
            times = Array(repeating: Array(repeating: 0, count: sizes), count: rows)
        }

        var kept: [ShardLedger.Kept] {
            settled.enumerated().map { size, rows in
                finished.contains(size) ? .finished : rows.isEmpty ? .nothing : .rows(rows.sorted())
            }
        }

        func isOpen(_ row: Int, _ size: Int) -> Bool { !finished.contains(size) && !settled[size].contains(row) }

        func openSizes(_ row: Int) -> [Int] { (0..<sizeCount).filter { isOpen(row, $0) } }
    }

    @Test(
        "Each row and size settles once over all starts, whatever the order, and the counts add up", arguments: 1...40)
    func model(seed: Int) {
        var chance = SeededGenerator(state: UInt64(seed))
        for _ in 0..<25 {
            var model = Model(&chance)
            var starts = 0
            while !model.isDone {
                starts += 1
                start(&model, isStopped: starts < 4 && Bool.random(using: &chance), &chance)
            }
            #expect(model.times.allSatisfy { $0.allSatisfy { $0 == 1 } })
        }
    }

    /// One start: its rows are asked for, end in any order, and are settled by the queue's order; then files are
    /// finished. A stop takes effect anywhere.
    private func start(_ model: inout Model, isStopped: Bool, _ chance: inout SeededGenerator) {
        var ledger = ShardLedger(rowCount: model.rowCount, kept: model.kept)
        let rows = (0..<model.rowCount).filter { !model.openSizes($0).isEmpty }
        #expect(ledger.openRows == rows && ledger.openCount == rows.count)
        #expect(ledger.keptCount == model.rowCount - rows.count)

        var duplicates = DuplicateURLs()
        let leaders = rows.filter { duplicates.isFirst($0, url: model.urls[$0]) }
        ledger.note(duplicates)
        // All rows are reached from their leaders, once each.
        let reached = leaders.flatMap { ledger.rowsEnding(with: $0) }
        #expect(reached.sorted() == rows)

        // Each row's sizes in their order, rows in any: several workers push into one queue.
        var waiting = reached.shuffled(using: &chance).map { row in (row: row, sizes: model.openSizes(row)) }
        var told: [Int: SampleOutcome] = [:]
        var firstFailures: [Int: SampleOutcome] = [:]
        var closedShards = 0
        var steps = isStopped ? Int.random(in: 0...model.rowCount * model.sizeCount, using: &chance) : .max
        while !waiting.isEmpty, steps > 0 {
            steps -= 1
            let place = Int.random(in: 0..<waiting.count, using: &chance)
            let (row, size) = (waiting[place].row, waiting[place].sizes.removeFirst())
            if waiting[place].sizes.isEmpty { waiting.remove(at: place) }
            let settlement = ledger.settle(row, size: size, model.outcomes[row][size])
            #expect(settlement != .again)
            model.settled[size].insert(row)
            model.times[row][size] += 1
            #expect((settlement.closedRow != nil) == model.openSizes(row).isEmpty)
            if model.outcomes[row][size] != .success, firstFailures[row] == nil {
                firstFailures[row] = model.outcomes[row][size]
            }
            if let outcome = settlement.closedRow {
                #expect(outcome == firstFailures[row] ?? .success)
                told[row] = outcome
            }
            if case .shardClosed = settlement { closedShards += 1 }
            // What comes twice changes nothing.
            let counted = ledger.openCount
            let again = ledger.settle(row, size: size, .success)
            #expect(again == .again && ledger.openCount == counted)
        }
        let isClosed = (0..<model.rowCount).allSatisfy { model.openSizes($0).isEmpty }
        #expect(closedShards == (isClosed && !rows.isEmpty ? 1 : 0))
        #expect(ledger.openCount == rows.count - told.count)
        for row in 0..<model.rowCount { #expect(ledger.openSizes(of: row).places == model.openSizes(row)) }

        // Sizes that are whole are finished, in any order; a stop may leave some.
        let whole = (0..<model.sizeCount).filter { size in
            !model.finished.contains(size) && model.settled[size].count == model.rowCount
        }
        let left = isStopped ? Int.random(in: 0...whole.count, using: &chance) : 0
        for size in whole.shuffled(using: &chance).dropLast(left) {
            model.finished.insert(size)
            let finished = finish(&ledger, [size, size])
            #expect(finished == [model.isDone, false])
        }
        #expect(ledger.unfinished.places == (0..<model.sizeCount).filter { !model.finished.contains($0) })
        #expect(model.isDone || isStopped)
    }
}
