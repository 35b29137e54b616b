// Leaving out pairs that are not wanted.

internal import Ground
internal import Hashing
internal import RowSelection
internal import Tables

/// Filters tables of pairs, in the order condition, exclude list, repeats. Used by one thread at a time.
final class PairFilter {
    private let condition: RowFilter?
    private let excluded: ExcludeSelector?
    private let known: KnownPairs?
    private let hasher = KeyHasher()

    init(condition: RowFilter?, excluded: ExcludeSelector?, known: KnownPairs?) {
        self.condition = condition
        self.excluded = excluded
        self.known = known
    }

    /// The rows that are wanted.
    func wanted(_ rows: ColumnBatch, _ counts: inout PairCounts) throws(CommandFailure) -> ColumnBatch {
        var mask = RowMask(rowCount: rows.rowCount)
        var kept = rows.rowCount
        do throws(TableError) {
            if let condition {
                mask.formIntersection(try condition.mask(of: rows))
                counts.filtered += kept - mask.keptCount
                kept = mask.keptCount
            }
            if let excluded {
                try excluded.select(rows, &mask)
                counts.excluded += kept - mask.keptCount
            }
        } catch {
            throw CommandFailure(.run, error.detail)
        }
        if let known { counts.duplicates += try known.clearKnown(rows, hasher, &mask.bytes) }
        do { return try rows.filtered(by: mask.bytes) } catch { throw CommandFailure(.run, error.detail) }
    }
}
