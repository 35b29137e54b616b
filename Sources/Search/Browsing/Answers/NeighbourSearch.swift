// What clip-back's clients ask for: the nearest images of one collection.

internal import CaptionIndex
internal import Ground

/// Near images by embeddings; by words of captions where there is no text model, so that clients work with any dataset.
struct NeighbourSearch {
    struct Query {
        var text: String?
        var picture: [UInt8]?
        var embedding: [Float]?
        /// Whether captions' embeddings are compared instead of images'.
        var isOfTexts: Bool
        var count: Int
        var deduplicates: Bool
        /// Images with a higher NSFW score, or a tag, are left out; nil for none.
        var mostUnsafe: Double?
    }

    let answers: BrowseAnswers
    let collection: Int

    private var searcher: Searcher { answers.searcher }

    /// Cosine from which two results are the same picture, as in clip-back.
    private static let sameSimilarity: Float = 0.94
    /// Results that are compared with each other.
    private static let mostCompared = 1000

    func matches(_ query: Query) throws(CommandFailure) -> [ImageMatch] {
        var filter = ImageFilter()
        filter.mostUnsafe = query.mostUnsafe
        let index = answers.collections[collection].index
        let source = searcher.vectors(of: collection, isOfTexts: query.isOfTexts)
        guard let embedding = try embedding(query, source) else {
            let (found, _) = try failing { try index.search(CaptionQuery(query.text ?? ""), filter) }
            // BM25 is no cosine: 1 for the best one.
            let best = found.first?.score ?? 1
            return found.prefix(query.count).map {
                ImageMatch(image: $0.image, score: best > 0 ? $0.score / best : 0)
            }
        }
        guard let source else { throw CommandFailure(.command, "this indice has no such embeddings") }
        guard source.width == embedding.count else {
            throw CommandFailure(
                .command, "the embedding has \(embedding.count) numbers, those of the indice \(source.width)")
        }
        let near = try source.nearest(to: embedding, atMost: query.count)
        let kept = try failing { try index.filtered(near, filter) }
        return query.deduplicates ? try distinct(kept, source) : kept
    }

    /// nil for words that only captions can be searched for.
    private func embedding(_ query: Query, _ source: (any VectorSource)?) throws(CommandFailure) -> [Float]? {
        if let text = query.text, !text.isEmpty {
            guard source != nil, let model = searcher.model, model.readsText else { return nil }
            return try model.embedding(ofText: text)
        }
        if let picture = query.picture {
            guard let model = searcher.model, model.readsImages else {
                throw CommandFailure(.command, "no image model: start browse with --image-model")
            }
            return try model.embedding(ofPicture: picture)
        }
        guard let embedding = query.embedding else {
            throw CommandFailure(.command, "name one of text, image, image_url and embedding_input")
        }
        guard embedding.allSatisfy(\.isFinite) else {
            throw CommandFailure(.command, "the embedding has no finite length")
        }
        let length = embedding.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? embedding.map { $0 / length } : embedding
    }

    /// Without pictures that are near to a better one.
    private func distinct(_ matches: [ImageMatch], _ source: any VectorSource) throws(CommandFailure) -> [ImageMatch] {
        var kept: [ImageMatch] = []
        var seen: [[Float]] = []
        for match in matches.prefix(Self.mostCompared) {
            guard let vector = try source.vector(of: match.image) else { continue }
            let isSeen = seen.contains { other in
                zip(vector, other).reduce(Float(0)) { $0 + $1.0 * $1.1 } > Self.sameSimilarity
            }
            if isSeen { continue }
            seen.append(vector)
            kept.append(match)
        }
        return kept + matches.dropFirst(Self.mostCompared)
    }
}
