// The face of this target: open what was indexed, ask for near rows.

/// Vectors that can be searched: an index of `img2shards index`, or a folder of embeddings without one, whose vectors
/// are compared one by one. Opening maps files and reads little. Several threads may search at once, and each search
/// runs on the thread that asks.
package final class VectorIndex: Sendable {
    /// Of an index's folder or of the embeddings.
    package let path: String
    package let modality: VectorModality
    /// The folders of embeddings, in the order of their rows: `metadataFiles` of them have a row for each vector.
    package let folders: [EmbeddingFolder]
    private let vectors: VectorFiles
    private let finder: any VectorFinder

    /// Opens an index or a folder of embeddings.
    ///
    /// - Throws: `missing` when there is nothing of this modality; `file`, `damaged`, `changed`.
    package init(path: String, modality: VectorModality) throws(SearchError) {
        self.path = path
        self.modality = modality
        let folder = try EmbeddingFolder(path: path)
        guard !folder.files(modality).isEmpty else {
            throw SearchError(.missing, "\(path) has no \(modality.rawValue) embeddings")
        }
        folders = [folder]
        vectors = try VectorFiles(paths: folder.files(modality))
        finder = ExactScan(vectors: vectors)
    }

    /// Which modalities can be opened at a path.
    package static func modalities(at path: String) throws(SearchError) -> [VectorModality] {
        let folder = try EmbeddingFolder(path: path)
        return VectorModality.allCases.filter { !folder.files($0).isEmpty }
    }

    /// Vectors.
    package var count: Int { vectors.count }
    /// Values of a vector.
    package var dimension: Int { vectors.dimension }

    /// The nearest rows by cosine, the nearest first; fewer only where there are fewer, or where rows hold no usable
    /// vector. The similarities are exact for stored vectors of length 1, which embeddings in this layout are. A query without a direction finds nothing.
    ///
    /// - Throws: `query` for another number of values than `dimension`.
    package func search(vector: [Float], count: Int) throws(SearchError) -> [SearchHit] {
        guard vector.count == dimension else {
            throw SearchError(
                .query, "the query has \(vector.count) values, the vectors of \(path) have \(dimension)")
        }
        guard let query = UnitVector.of(vector), count > 0 else { return [] }
        return finder.find(query, count: count)
    }

    /// One row's vector as it is stored.
    package func vector(row: Int) -> [Float] { vectors.vector(row: row) }
}
