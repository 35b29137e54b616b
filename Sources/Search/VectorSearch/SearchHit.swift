// What a search finds.

/// A row near to a query.
package struct SearchHit: Hashable, Sendable {
    /// From 0, over all files of the embeddings in their order; the same row of the metadata belongs to it.
    package let row: Int
    /// Cosine of the two vectors: -1 to 1.
    package let similarity: Float

    package init(row: Int, similarity: Float) {
        self.row = row
        self.similarity = similarity
    }
}
