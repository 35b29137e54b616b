// What a visitor searches for.

internal import CaptionIndex
internal import LocalServer

/// A search; results of equal requests are the same, and are kept for the next page.
struct SearchRequest: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
        /// Everything, in the datasets' order.
        case everything
        case words(CaptionQuery)
        /// By a text model.
        case meaning(String)
        case similarTo(collection: Int, image: Int)
        /// A picture that was uploaded.
        case uploaded(String)
    }

    var subject: Subject
    var filter = ImageFilter()
    /// nil for all.
    var collection: Int?

    /// Reads a query; invalid values are ignored.
    init(_ query: [String: String], defaultUnsafe: Double) {
        let text = query["q"] ?? ""
        if let like = query["like"], let (collection, image) = Self.reference(like) {
            subject = .similarTo(collection: collection, image: image)
        } else if let picture = query["picture"], !picture.isEmpty {
            subject = .uploaded(picture)
        } else if query["by"] == "meaning", text.contains(where: { !$0.isWhitespace }) {
            subject = .meaning(String(text.prefix(1000)))
        } else {
            let words = CaptionQuery(text)
            // Signs alone find nothing, rather than everything.
            subject = text.allSatisfy(\.isWhitespace) ? .everything : .words(words)
        }
        func number(_ name: String) -> Double? {
            query[name].flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
        }
        filter.minimumSimilarity = number("similarity")
        filter.minimumAesthetic = number("aesthetic")
        filter.minimumWidth = number("width").flatMap { Int(exactly: $0.rounded()) }
        filter.minimumHeight = number("height").flatMap { Int(exactly: $0.rounded()) }
        filter.licence = query["licence"].flatMap { $0.isEmpty ? nil : $0 }
        filter.mostUnsafe = query["nsfw"] == "1" ? nil : defaultUnsafe
        collection = query["in"].flatMap(Int.init)
    }

    /// `3:17`.
    private static func reference(_ text: String) -> (Int, Int)? {
        let parts = text.split(separator: ":").map { Int($0) }
        guard parts.count == 2, let collection = parts[0], let image = parts[1] else { return nil }
        return (collection, image)
    }
}

/// One result.
struct FoundImage: Hashable, Sendable {
    let collection: Int
    let image: Int
    /// Cosine, or BM25; nil for images in the dataset's order.
    let score: Double?
}
