// Every vector compared, as it is stored.

/// Exact search without an index: reads all embeddings for each query.
struct ExactScan: VectorFinder {
    let vectors: VectorFiles
    private static let rowsAtOnce = 4096

    func find(_ query: [Float], count: Int) -> [SearchHit] {
        var best = BestRows(min(count, vectors.count))
        let cosines = UnsafeMutableBufferPointer<Float>.allocate(capacity: Self.rowsAtOnce)
        defer { cosines.deallocate() }
        for start in stride(from: 0, to: vectors.count, by: Self.rowsAtOnce) {
            let rows = start..<min(vectors.count, start + Self.rowsAtOnce)
            let part = UnsafeMutableBufferPointer(rebasing: cosines[..<rows.count])
            vectors.cosines(query, rows: rows, into: part)
            best.offer(from: start, UnsafeBufferPointer(part))
        }
        return best.sorted()
    }
}
