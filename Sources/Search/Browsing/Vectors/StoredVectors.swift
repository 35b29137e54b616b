// Embeddings on disk whose rows are images of a collection.

internal import CaptionIndex
internal import VectorSearch

/// Embeddings that `embed` or `index` wrote, with the image of each row.
struct StoredVectors: VectorSource {
    let vectors: VectorIndex
    let rows: RowImages

    var width: Int { vectors.dimension }

    func nearest(to vector: [Float], atMost count: Int) throws(BrowseError) -> [ImageMatch] {
        do throws(SearchError) {
            return try vectors.search(vector: vector, count: count).compactMap { hit in
                rows.image(ofRow: hit.row).map { ImageMatch(image: $0, score: Double(hit.similarity)) }
            }
        } catch {
            throw BrowseError(.run, error.description)
        }
    }

    func vector(of image: Int) throws(BrowseError) -> [Float]? {
        guard let row = rows.row(ofImage: image), row < vectors.count else { return nil }
        return vectors.vector(row: row)
    }
}
