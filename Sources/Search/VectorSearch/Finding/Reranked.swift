// Near rows by codes first, then by the vectors themselves.

/// Asks an approximate finder for more rows than are wanted, and keeps the best by their stored vectors.
struct Reranked: VectorFinder {
    let rough: any VectorFinder
    let vectors: VectorFiles
    /// Rows compared again, at least; twice what is wanted where this is more.
    static let fewest = 200

    func find(_ query: [Float], count: Int) -> [SearchHit] {
        // In the order of the files, which is kind to a disk.
        let rows = rough.find(query, count: max(Self.fewest, 2 * count)).map(\.row).sorted()
        var best = BestRows(min(count, rows.count))
        for row in rows { best.offer(row, vectors.cosine(query, row: row)) }
        return best.sorted()
    }
}
