// The nearest rows of many queries by comparing all: what an index is measured against.

internal import Ground
internal import Synchronization
internal import VectorSearch

/// Queries of one kind, and the rows that are nearest to them.
struct ExactNeighbours: Sendable {
    /// Of length 1.
    let queries: [[Float]]
    /// The row that a query is itself, which is left out; nil for a query of the other kind.
    let rows: [Int?]
    /// Of each query, the nearest first.
    let nearest: [[Int]]
    static let most = 100

    /// Rows that are compared with all queries while they are in the cache.
    private static let rowsAtOnce = 512
    private static let rowsOfTask = 1 << 16

    /// Rows spread over all of one kind ask.
    ///
    /// - Parameter leavesOwnRowsOut: whether they are among those that are searched.
    init(
        askedBy asking: VectorFiles, count: Int, leavesOwnRowsOut: Bool, among vectors: VectorFiles, threads: Int
    ) {
        let many = min(count, asking.count)
        let asked = (0..<many).compactMap { number -> (row: Int, query: [Float])? in
            let row = (2 * number + 1) * asking.count / (2 * many)
            return UnitVector.of(asking.vector(row: row)).map { (row, $0) }
        }
        self.init(
            queries: asked.map(\.query), rows: asked.map { leavesOwnRowsOut ? $0.row : nil }, among: vectors,
            threads: threads)
    }

    init(queries: [[Float]], rows: [Int?], among vectors: VectorFiles, threads: Int) {
        self.queries = queries
        self.rows = rows
        let best = Mutex([BestRows](repeating: BestRows(Self.most), count: queries.count))
        let tasks = (vectors.count + Self.rowsOfTask - 1) / Self.rowsOfTask
        SharedWork.forEach(tasks, threads: threads, name: "index") { task in
            var own = best.withLock { $0 }
            let cosines = UnsafeMutableBufferPointer<Float>.allocate(capacity: Self.rowsAtOnce)
            defer { cosines.deallocate() }
            let end = min(vectors.count, (task + 1) * Self.rowsOfTask)
            var found = [BestRows](repeating: BestRows(Self.most), count: queries.count)
            for start in stride(from: task * Self.rowsOfTask, to: end, by: Self.rowsAtOnce) {
                let part = start..<min(end, start + Self.rowsAtOnce)
                let out = UnsafeMutableBufferPointer(rebasing: cosines[..<part.count])
                for (number, query) in queries.enumerated() {
                    vectors.cosines(query, rows: part, into: out)
                    // Not better than what other parts have.
                    let threshold = own[number].threshold
                    for place in 0..<part.count
                    where out[place] >= threshold && out[place] > found[number].threshold {
                        if start + place != rows[number] { found[number].offer(start + place, out[place]) }
                    }
                }
            }
            own = []
            best.withLock { best in
                for number in queries.indices {
                    for hit in found[number].sorted() { best[number].offer(hit.row, hit.similarity) }
                }
            }
        }
        nearest = best.withLock { $0.map { $0.sorted().map(\.row) } }
    }
}
