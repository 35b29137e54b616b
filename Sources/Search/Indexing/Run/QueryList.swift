// `search`: queries of a command, one after the other.

internal import JSON
package import VectorSearch

/// Rows and vectors that are searched for.
package struct QueryList: Sendable {
    private let index: VectorIndex
    private let rows: [Int]
    private let vectors: VectorFiles?
    private let count: Int

    /// - Parameters:
    ///   - rows: of the index itself; they come first.
    ///   - file: a .npy file of vectors.
    /// - Throws: `query` for rows beyond the index and vectors of another dimension; what the file cannot be read for.
    package init(index: VectorIndex, rows: [Int], file: String?, count: Int) throws(SearchError) {
        self.index = index
        self.rows = rows
        self.count = count
        vectors = if let file { try VectorFiles(paths: [file]) } else { nil }
        for row in rows where row < 0 || row >= index.count {
            throw SearchError(.query, "--row \(row): \(index.path) has rows 0 to \(index.count - 1)")
        }
        if let vectors, let file, vectors.dimension != index.dimension {
            throw SearchError(
                .query, "\(file) holds vectors of \(vectors.dimension) values, \(index.path) of \(index.dimension)")
        }
    }

    package var queryCount: Int { rows.count + (vectors?.count ?? 0) }

    /// Searches for one query.
    ///
    /// - Returns: a line for each row that is found, or one JSON object.
    package func lines(_ number: Int, json: Bool) throws(SearchError) -> [String] {
        let query =
            number < rows.count ? index.vector(row: rows[number]) : vectors?.vector(row: number - rows.count) ?? []
        let hits = try index.search(vector: query, count: count)
        guard json else {
            return hits.map { "\(number) \($0.row) \(JSONValue.number(Double($0.similarity), decimals: 4).line)" }
        }
        return [
            JSONValue.object([
                .init("query", .integer(number)),
                .init(
                    "results",
                    .array(
                        hits.map {
                            .object([
                                .init("row", .integer($0.row)),
                                .init("similarity", .number(Double($0.similarity), decimals: 6)),
                            ])
                        })),
            ]).line
        ]
    }
}
