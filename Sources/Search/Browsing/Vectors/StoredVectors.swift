// Embeddings on disk whose rows are images of a collection.

internal import CaptionIndex
internal import Ground
internal import VectorSearch

/// Embeddings that `embed` or `index` wrote, with the image of each row.
struct StoredVectors: VectorSource {
    let vectors: VectorIndex
    let rows: RowImages

    var width: Int { vectors.dimension }

    func nearest(to vector: [Float], atMost count: Int) throws(CommandFailure) -> [ImageMatch] {
        do throws(SearchError) {
            return try vectors.search(vector: vector, count: count).compactMap { hit in
                rows.image(ofRow: hit.row).map { ImageMatch(image: $0, score: Double(hit.similarity)) }
            }
        } catch {
            throw CommandFailure(.run, error.description)
        }
    }

    func vector(of image: Int) throws(CommandFailure) -> [Float]? {
        guard let row = rows.row(ofImage: image), row < vectors.count else { return nil }
        return vectors.vector(row: row)
    }
}
