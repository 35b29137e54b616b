// Searches over all collections.

internal import CaptionIndex
internal import Ground

/// Answers searches page by page. Safe to use from any thread.
final class Searcher: Sendable {
    struct Page: Sendable {
        var found: [FoundImage]
        /// Where the next page begins; nil behind the last result.
        var next: String?
        /// Images that fit; nil where they are not counted.
        var total: Int?
        /// What a visitor should know of the results.
        var note: String?
    }

    private struct Ranking: Sendable {
        var found: [FoundImage]
        var note: String?
    }

    let collections: [Collection]
    /// One for each collection; they come when the collection's index is complete.
    private let vectors: Monitor<[Vectors]>
    let model: (any QueryModel)?
    private let rankings = Recent<RankingKey, Ranking>(most: 32)
    private let uploads = Recent<String, [Float]>(most: 256)

    /// Results of an index that has grown since are others.
    private struct RankingKey: Hashable, Sendable {
        let request: SearchRequest
        let images: [Int]
    }

    /// Images that a search by embeddings gives.
    static let mostNeighbours = 1000

    init(_ collections: [Collection], model: (any QueryModel)?) {
        (self.collections, self.model) = (collections, model)
        vectors = Monitor(collections.map { _ in Vectors() })
    }

    /// Embeddings of images, and of captions.
    struct Vectors: Sendable {
        var images: (any VectorSource)?
        var texts: (any VectorSource)?
    }

    func set(_ sources: Vectors, of collection: Int) { vectors.change { $0[collection] = sources } }

    func vectors(of collection: Int, isOfTexts: Bool = false) -> (any VectorSource)? {
        vectors.look { isOfTexts ? $0[collection].texts : $0[collection].images }
    }

    /// Keeps the embedding of a picture; the word to search by it.
    func keep(upload embedding: [Float]) -> String {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for number in embedding { digest = (digest ^ UInt64(number.bitPattern)) &* 0x100_0000_01b3 }
        let name = String(digest, radix: 16)
        uploads.keep(embedding, for: name)
        return name
    }

    func page(_ request: SearchRequest, from place: String?, count: Int) throws(CommandFailure) -> Page {
        if case .everything = request.subject { return try everything(request, from: place, count: count) }
        let chosen = indices(of: request)
        var sizes: [Int] = []
        for number in chosen { sizes.append(try failing { try collections[number].index.imageCount() }) }
        let key = RankingKey(request: request, images: sizes)
        let ranking: Ranking
        if let kept = rankings[key] {
            ranking = kept
        } else {
            ranking = try rank(request, chosen)
            rankings.keep(ranking, for: key)
        }
        let start = min(max(0, place.flatMap(Int.init) ?? 0), ranking.found.count)
        let end = min(start + count, ranking.found.count)
        return Page(
            found: Array(ranking.found[start..<end]), next: end < ranking.found.count ? String(end) : nil,
            total: ranking.found.count, note: ranking.note)
    }

    private func indices(of request: SearchRequest) -> [Int] {
        guard let collection = request.collection else { return Array(collections.indices) }
        return collections.indices.contains(collection) ? [collection] : []
    }

    // MARK: In the datasets' order

    /// - Parameter place: `2:170`, the last image before.
    private func everything(
        _ request: SearchRequest, from place: String?, count: Int
    ) throws(CommandFailure) -> Page {
        var page = Page(found: [])
        let parts = (place ?? "").split(separator: ":").map { Int($0) ?? 0 }
        let (first, after) = parts.count == 2 ? (parts[0], parts[1]) : (0, -1)
        for number in indices(of: request) where number >= first {
            let wanted = count - page.found.count + 1
            let images = try failing {
                try collections[number].index.images(
                    after: number == first ? after : nil, request.filter, atMost: wanted)
            }
            page.found += images.map { FoundImage(collection: number, image: $0, score: nil) }
            if page.found.count > count { break }
        }
        if page.found.count > count {
            page.found.removeLast(page.found.count - count)
            if let last = page.found.last { page.next = "\(last.collection):\(last.image)" }
        }
        return page
    }

    // MARK: Ranked

    private func rank(_ request: SearchRequest, _ chosen: [Int]) throws(CommandFailure) -> Ranking {
        switch request.subject {
        case .everything: return Ranking(found: [])
        case .words(let query): return try words(query, request, chosen)
        case .meaning(let text):
            guard let model, model.readsText else {
                throw CommandFailure(.command, "no text model: start browse with --text-model and --vocabulary")
            }
            return try near(model.embedding(ofText: text), request, chosen)
        case .uploaded(let name):
            guard let embedding = uploads[name] else {
                throw CommandFailure(.command, "the picture is not known any more: upload it again")
            }
            return try near(embedding, request, chosen)
        case .similarTo(let collection, let image):
            guard collections.indices.contains(collection), let source = vectors(of: collection),
                let embedding = try source.vector(of: image)
            else { throw CommandFailure(.command, "this image has no embedding") }
            return try near(embedding, request, chosen)
        }
    }

    private func words(
        _ query: CaptionQuery, _ request: SearchRequest, _ chosen: [Int]
    ) throws(CommandFailure) -> Ranking {
        var all: [(matches: [FoundImage], isAny: Bool)] = []
        for number in chosen {
            let (matches, isAny) = try failing { try collections[number].index.search(query, request.filter) }
            all.append(
                (matches.map { FoundImage(collection: number, image: $0.image, score: $0.score) }, isAny))
        }
        // One dataset with all words makes those with some of them uninteresting.
        let hasAll = all.contains { !$0.isAny && !$0.matches.isEmpty }
        let kept = hasAll ? all.filter { !$0.isAny } : all
        var ranking = Ranking(found: Self.best(kept.flatMap(\.matches)))
        if !hasAll, !ranking.found.isEmpty {
            ranking.note = "No caption has all these words. These have some of them."
        } else if kept.contains(where: { $0.matches.count >= CaptionIndex.mostMatches }) {
            ranking.note = "Many captions have these words: the first \(CaptionIndex.mostMatches.grouped) are ranked."
        }
        return ranking
    }

    private func near(
        _ embedding: [Float], _ request: SearchRequest, _ chosen: [Int]
    ) throws(CommandFailure) -> Ranking {
        var found: [FoundImage] = []
        var fits = false
        for number in chosen {
            guard let source = vectors(of: number), source.width == embedding.count else { continue }
            fits = true
            // Conditions hold for what is found: more is found where there are some.
            let count = Self.mostNeighbours * (request.filter == ImageFilter() ? 1 : 10)
            let matches = try source.nearest(to: embedding, atMost: count)
            let kept = try failing { try collections[number].index.filtered(matches, request.filter) }
            found += kept.map { FoundImage(collection: number, image: $0.image, score: $0.score) }
        }
        guard fits else {
            throw CommandFailure(
                .command, "no embeddings of \(embedding.count) numbers: the model and the embeddings are no pair")
        }
        return Ranking(found: Array(Self.best(found).prefix(Self.mostNeighbours)))
    }

    private static func best(_ found: [FoundImage]) -> [FoundImage] {
        found.sorted {
            let (a, b) = ($0.score ?? 0, $1.score ?? 0)
            return a != b ? a > b : ($0.collection, $0.image) < ($1.collection, $1.image)
        }
    }
}

/// Runs a step of the index.
func failing<R>(_ step: () throws -> R) throws(CommandFailure) -> R {
    do { return try step() } catch let error as CommandFailure { throw error } catch {
        throw CommandFailure(.run, String(describing: error))
    }
}
