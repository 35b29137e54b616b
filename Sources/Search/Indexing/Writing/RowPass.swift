// One pass over all rows by several threads.

internal import Ground
internal import VectorSearch

/// Makes codes of all rows.
struct RowPass: Sendable {
    let vectors: VectorFiles
    let ranges: CodeRanges
    /// nil for an index without lists.
    let centres: PackedCentres?
    let threads: Int
    private static let rowsAtOnce = 3072

    /// Gives every block to `write`, on the thread that asks, in the order of the rows.
    ///
    /// - Returns: rows without a direction.
    func run<E: Error>(_ write: (RowBlock) throws(E) -> Void) throws(E) -> Int {
        // A block for each thread is made, then all of them are written: the smaller part of the time.
        let blocks = (0..<max(1, threads)).map { _ in
            BlockSlot(RowBlock(rows: Self.rowsAtOnce, dimension: vectors.dimension))
        }
        var unusable = 0
        for start in stride(from: 0, to: vectors.count, by: Self.rowsAtOnce * blocks.count) {
            SharedWork.forEach(blocks.count, threads: blocks.count, name: "index") { number in
                let first = start + number * Self.rowsAtOnce
                let rows = min(first, vectors.count)..<min(first + Self.rowsAtOnce, vectors.count)
                blocks[number].block.fill(rows, of: vectors, ranges, centres)
            }
            for slot in blocks where !slot.block.rows.isEmpty {
                unusable += slot.block.unusable
                try write(slot.block)
            }
        }
        return unusable
    }
}

/// `@unchecked Sendable`: one thread fills the block, and after it has ended another one reads it.
private final class BlockSlot: @unchecked Sendable {
    let block: RowBlock
    init(_ block: RowBlock) { self.block = block }
}
