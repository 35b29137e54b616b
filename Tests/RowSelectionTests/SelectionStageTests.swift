// Selectors one after another.

import DatasetModel
import RowSelection
import Tables
import Testing

@Suite("Choosing rows step by step")
struct SelectionStageTests {
    /// Clears what it is told to, and counts the rows it was shown as wanted.
    private final class Clearing: RowSelector {
        let name: String
        let columns: [SelectorColumn] = []
        private let rows: Set<Int>
        private(set) var shown = 0

        init(_ name: String, _ rows: Set<Int>) {
            self.name = name
            self.rows = rows
        }

        func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError) {
            shown += mask.keptCount
            for row in 0..<batch.rowCount where rows.contains(row) { mask.clear(row) }
        }
    }

    @Test("Each selector is asked after the rows that those before it left, and what it takes out is counted")
    func countsEachSelector() throws {
        let batch = try ColumnBatch(rowCount: 6, columns: [NewColumn(name: "a", values: .int64([0, 1, 2, 3, 4, 5]))])
        let first = Clearing("first", [0, 1])
        let second = Clearing("second", [1, 2])
        let stage = SelectionStage([first, second])
        let mask = try stage.decide(on: batch, broken: [5: "broken"])
        #expect(mask.bytes == [0, 0, 0, 1, 1, 0])
        #expect(second.shown == 3)
        _ = try stage.decide(on: batch)
        #expect(stage.tally.rowsRead == 12)
        #expect(stage.tally.rowsKept == 5)
        #expect(stage.tally.brokenRows == 1)
        #expect(stage.tally.removals == [.init(name: "first", rows: 4), .init(name: "second", rows: 2)])
    }

    @Test(
        "Rows are taken out of a batch of every kind of column",
        arguments: [[1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 1, 1]])
    func filtersBatches(mask: [UInt8]) throws {
        let batch = try ColumnBatch(
            rowCount: 4,
            columns: [
                NewColumn(name: "number", values: .int64([0, nil, 2, 3])),
                NewColumn(name: "text", values: .text(["a", "b", nil, ""])),
                NewColumn(name: "list", values: .typed("list<double>", jsonArray: "[[1], null, [2, 3], []]")),
            ])
        let kept = try batch.slice(from: 0, count: 4).filtered(by: mask)
        let rows = (0..<4).filter { mask[$0] == 1 }
        #expect(kept.rowCount == rows.count)
        #expect(kept.schema == batch.schema)
        for (place, row) in rows.enumerated() {
            for column in ["number", "text", "list"] {
                #expect(kept.text(column)?.string(place) == batch.text(column)?.string(row))
            }
        }
    }
}
