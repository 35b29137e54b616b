// Which request gets what.

internal import CaptionIndex
internal import Ground
internal import JSON
internal import LocalServer

/// Answers requests of the page and of clip-back's clients. Safe to use from any thread.
final class BrowseAnswers: Sendable {
    let searcher: Searcher
    let options: BrowseOptions
    let progress: Monitor<[IndexingProgress]>
    /// nil where nothing is fetched.
    let fetching: PictureFetching?

    var collections: [Collection] { searcher.collections }

    init(
        _ searcher: Searcher, options: BrowseOptions, progress: Monitor<[IndexingProgress]>
    ) throws(CommandFailure) {
        (self.searcher, self.options, self.progress) = (searcher, options, progress)
        fetching = options.allowsImageURLs ? try PictureFetching() : nil
    }

    /// Longest body of a request with a picture: a photograph with a third more for its spelling in base64.
    static let mostPictureBytes = 16 << 20
    private static let mostTextBytes = 1 << 20

    /// The longest body that a request may have, by the routes below.
    static func longestBody(_ request: ServerRequest) -> Int {
        guard request.method == "POST" else { return 0 }
        return switch request.path {
        case ["knn-service"], ["api", "picture"]: mostPictureBytes
        case ["metadata"]: mostTextBytes
        default: 0
        }
    }

    func answer(_ request: ServerRequest) -> ServerAnswer {
        do throws(CommandFailure) {
            return try route(request)
        } catch {
            let text = JSONValue.object([.init("error", .text(error.description))]).line
            return .json(text, status: error.category == .command ? 400 : 500)
        }
    }

    private func route(_ request: ServerRequest) throws(CommandFailure) -> ServerAnswer {
        let path = request.path
        switch (request.method, path.first ?? "", path.count) {
        case ("GET", "", 0): return PageFiles.answer("index.html")
        case ("GET", "page", 2): return PageFiles.answer(path[1])
        case ("GET", "favicon.ico", 1): return PageFiles.answer("icon.png")
        case ("GET", "images", 3): return picture(path[1], path[2])
        case ("GET", "indices-list", 1):
            return .json(JSONValue.array(collections.map { .text($0.name) }).line)
        case ("POST", "knn-service", 1): return try ClipBack(self).knn(request.body)
        case ("POST", "metadata", 1): return try ClipBack(self).metadata(request.body)
        case (let method, "api", 2...): return try ownAnswer(method, path, request)
        default: return .notFound
        }
    }

    /// What the page itself asks for.
    private func ownAnswer(
        _ method: String, _ path: [String], _ request: ServerRequest
    ) throws(CommandFailure) -> ServerAnswer {
        switch (method, path[1], path.count) {
        case ("GET", "collections", 2): return .json(try collectionsText().line)
        case ("GET", "search", 2): return .json(try results(request.query).line)
        case ("GET", "row", 4): return try row(path[2], path[3])
        case ("POST", "picture", 2): return .json(try upload(request.body).line)
        default: return .notFound
        }
    }

    // MARK: Pictures

    private func picture(_ collection: String, _ image: String) -> ServerAnswer {
        guard let collection = Int(collection), let number = Int(image), collections.indices.contains(collection),
            let bytes = bytes(ofPicture: number, in: collection), let type = PictureType(bytes)
        else { return .notFound }
        var answer = ServerAnswer(contentType: type.rawValue, body: bytes)
        // Kept by the browser while it scrolls; a rebuilt index has other numbers.
        answer.headers["Cache-Control"] = "private, max-age=600"
        answer.headers["Content-Disposition"] = "inline"
        return answer
    }

    /// nil for an image without a picture, and where its shard cannot be read.
    func bytes(ofPicture number: Int, in collection: Int) -> [UInt8]? {
        let collection = collections[collection]
        // An index that cannot be read shows no pictures; searches report it.
        guard let image = try? collection.index.images([number]).first?.image,
            collection.parts.indices.contains(image.part)
        else { return nil }
        return PictureReading.bytes(of: image, in: collection.parts[image.part])
    }

    private func upload(_ body: [UInt8]) throws(CommandFailure) -> JSONValue {
        guard let model = searcher.model, model.readsImages else {
            throw CommandFailure(.command, "no image model: start browse with --image-model")
        }
        return .object([.init("picture", .text(searcher.keep(upload: try model.embedding(ofPicture: body))))])
    }

    // MARK: Searches

    private static let mostResults = 200

    private func results(_ query: [String: String]) throws(CommandFailure) -> JSONValue {
        let request = SearchRequest(query, defaultUnsafe: options.mostUnsafe)
        let count = min(max(1, query["count"].flatMap(Int.init) ?? 60), Self.mostResults)
        let page = try searcher.page(request, from: query["from"], count: count)
        var images: [FoundImage: IndexedImage] = [:]
        for number in Set(page.found.map(\.collection)) {
            let found = page.found.filter { $0.collection == number }
            let known = try failing { try collections[number].index.images(found.map(\.image)) }
            let byNumber = Dictionary(known.map { ($0.number, $0.image) }) { first, _ in first }
            for one in found { images[one] = byNumber[one.image] }
        }
        var members: [JSONValue.Member] = [
            .init("results", .array(page.found.compactMap { one in images[one].map { result(one, $0) } })),
            .init("next", page.next.map(JSONValue.text) ?? .null), .init("total", .optional(page.total)),
        ]
        if let note = page.note { members.append(.init("note", .text(note))) }
        return .object(members)
    }

    private func result(_ found: FoundImage, _ image: IndexedImage) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.text) ?? .null }
        return .object([
            .init("in", .integer(found.collection)), .init("id", .integer(found.image)),
            .init("caption", text(image.caption)), .init("url", text(image.url)), .init("key", text(image.key)),
            .init("width", .optional(image.width)), .init("height", .optional(image.height)),
            .init("similarity", .optional(image.similarity, decimals: 4)),
            .init("aesthetic", .optional(image.aesthetic, decimals: 2)), .init("licence", text(image.licence)),
            .init("nsfw", text(image.nsfwTag?.word)), .init("nsfw_score", .optional(image.nsfwScore, decimals: 4)),
            .init("score", .optional(found.score, decimals: 4)), .init("picture", .truth(image.picture != nil)),
        ])
    }

    private func row(_ collection: String, _ image: String) throws(CommandFailure) -> ServerAnswer {
        guard let place = Int(collection), let number = Int(image), collections.indices.contains(place),
            let found = try failing({ try collections[place].index.images([number]) }).first?.image,
            collections[place].parts.indices.contains(found.part)
        else { return .notFound }
        let part = collections[place].parts[found.part]
        let row = try RowReading.json(of: found.row, in: part.table)
        let head = JSONValue.object([
            .init("dataset", .text(collections[place].path)), .init("part", .text(part.name)),
            .init("row", .integer(found.row)),
        ]).line
        return .json("{\"place\":\(head),\"row\":\(row)}")
    }

    // MARK: What there is

    private func collectionsText() throws(CommandFailure) -> JSONValue {
        let states = progress.look { $0 }
        var list: [JSONValue] = []
        for (number, collection) in collections.enumerated() {
            let (columns, licences, parts) = try failing {
                (
                    try collection.index.columns(), try collection.index.licences(atMost: 100),
                    try collection.index.parts()
                )
            }
            var members: [JSONValue.Member] = [
                .init("name", .text(collection.name)), .init("images", .integer(parts.last?.images.upperBound ?? 0)),
                .init("parts", .integer(collection.parts.count)), .init("indexed_parts", .integer(parts.count)),
                .init("vectors", .truth(searcher.vectors(of: number) != nil)),
                .init(
                    "columns",
                    .object(
                        columns.sorted { $0.key < $1.key }.map { name, range in
                            .init(
                                name,
                                .array([
                                    .number(range.lowerBound, decimals: 4), .number(range.upperBound, decimals: 4),
                                ]))
                        })),
                .init(
                    "licences",
                    .array(
                        licences.map { .object([.init("name", .text($0.name)), .init("count", .integer($0.count))]) })),
                .init(
                    "problems",
                    .array(
                        parts.filter { $0.problem != nil }.prefix(5).map { .text("\($0.name): \($0.problem ?? "")") })),
            ]
            if case .failed(let why) = states[number].state { members.append(.init("failure", .text(why))) }
            members.append(.init("indexing", .truth(states[number].isRunning)))
            list.append(.object(members))
        }
        return .object([
            .init("collections", .array(list)), .init("by_meaning", .truth(searcher.model?.readsText == true)),
            .init("by_picture", .truth(searcher.model?.readsImages == true)),
            .init("most_unsafe", .number(options.mostUnsafe, decimals: 4)),
        ])
    }
}
