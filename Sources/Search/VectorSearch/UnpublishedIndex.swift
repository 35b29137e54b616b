// An index that is being built, searched to measure it.

/// An index's file under its temporary name, with the embeddings that it is made of.
package struct UnpublishedIndex: Sendable {
    private let finder: Reranked

    /// - Parameter probes: lists that a search looks at; nil for a flat index.
    package init(file: String, type: IndexType, probes: Int?, vectors: VectorFiles) throws(SearchError) {
        finder = Reranked(rough: try VectorIndex.openCodes(file, type, probes: probes), vectors: vectors)
    }

    /// The nearest rows.
    ///
    /// - Parameter query: of length 1.
    package func search(_ query: [Float], count: Int) -> [SearchHit] { finder.find(query, count: count) }
}
