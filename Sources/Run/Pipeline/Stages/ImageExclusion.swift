// Images that an exclude list names by their hash: known only once they were fetched.

internal import DatasetModel
internal import Fetching
internal import Ground
internal import RowSelection

/// Turns a row whose image is on the list into a failed one. One per image worker.
struct ImageExclusion {
    static let outcome = SampleOutcome.failedToResize("excluded", "excluded by list")

    private let test: ExclusionTest

    /// nil for a list without hashes.
    init?(_ list: ExcludeList) {
        guard !list.hashKinds.isEmpty else { return nil }
        test = ExclusionTest(list)
    }

    func checked(_ row: FetchedRow) -> FetchedRow {
        guard case .body(let body) = row.content, body.buffer.withUnsafeBytes(test.excludes(bytes:)) else { return row }
        return FetchedRow(shard: row.shard, row: row.row, content: .failure(RowFailure(Self.outcome)), facts: row.facts)
    }
}
