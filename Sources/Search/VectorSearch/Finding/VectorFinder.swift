// The ways to find near vectors.

/// Finds rows that may be near to a query. Several threads may ask at once.
protocol VectorFinder: Sendable {
    /// - Parameter query: of length 1.
    /// - Returns: at most `count` rows, the nearest first, with similarities that may be approximate.
    func find(_ query: [Float], count: Int) -> [SearchHit]
}

/// An index's file.
protocol CodeFinder: VectorFinder {
    var count: Int { get }
    var dimension: Int { get }
}
