// clip-back's HTTP interface, so that clip-retrieval's client and front work with this program.
//
// What it takes and gives: clip_retrieval/clip_back.py of https://github.com/rom1504/clip-retrieval, version 2.45.

internal import CaptionIndex
internal import FoundationEssentials
internal import Ground
internal import JSON
internal import LocalServer

/// `/knn-service` and `/metadata`.
struct ClipBack {
    private let answers: BrowseAnswers

    init(_ answers: BrowseAnswers) { self.answers = answers }

    private struct KNNRequest: Decodable {
        var text: String?
        var image: String?
        var imageURL: String?
        var embeddingInput: [Float]?
        var modality: String?
        var numImages: Int?
        var numResultIDs: Int?
        var indiceName: String?
        var deduplicate: Bool?
        var useSafetyModel: Bool?

        enum CodingKeys: String, CodingKey {
            case text, image, modality, deduplicate
            case imageURL = "image_url"
            case embeddingInput = "embedding_input"
            case numImages = "num_images"
            case numResultIDs = "num_result_ids"
            case indiceName = "indice_name"
            case useSafetyModel = "use_safety_model"
        }
    }

    private struct MetadataRequest: Decodable {
        var ids: [Int]
        var indiceName: String?

        enum CodingKeys: String, CodingKey {
            case ids
            case indiceName = "indice_name"
        }
    }

    /// More than clip-retrieval's front ever asks for.
    private static let mostResults = 10_000
    private static let mostIDs = 1000
    /// Pictures in one answer; further results come without theirs.
    private static let mostPictureBytes = 24 << 20

    func metadata(_ body: [UInt8]) throws(CommandFailure) -> ServerAnswer {
        let request = try Self.decoded(MetadataRequest.self, body)
        let number = try collection(request.indiceName)
        guard request.ids.count <= Self.mostIDs else {
            throw CommandFailure(.command, "at most \(Self.mostIDs) ids at once")
        }
        let found = try failing { try answers.collections[number].index.images(request.ids) }
        var room = Self.mostPictureBytes
        return .json(
            JSONValue.array(
                found.map { one in
                    .object([
                        .init("id", .integer(one.number)),
                        .init("metadata", .object(members(of: one.image, one.number, in: number, room: &room))),
                    ])
                }
            ).line)
    }

    func knn(_ body: [UInt8]) throws(CommandFailure) -> ServerAnswer {
        let request = try Self.decoded(KNNRequest.self, body)
        let number = try collection(request.indiceName)
        let images = min(max(0, request.numImages ?? 40), Self.mostResults)
        let count = min(max(0, request.numResultIDs ?? images), Self.mostResults)
        let matches = try NeighbourSearch(answers: answers, collection: number).matches(
            NeighbourSearch.Query(
                text: request.text, picture: try picture(request), embedding: request.embeddingInput,
                isOfTexts: request.modality == "text", count: count, deduplicates: request.deduplicate ?? false,
                mostUnsafe: request.useSafetyModel == true ? answers.options.mostUnsafe : nil))
        let known = try failing { try answers.collections[number].index.images(matches.prefix(images).map(\.image)) }
        let byNumber = Dictionary(known.map { ($0.number, $0.image) }) { first, _ in first }
        var room = Self.mostPictureBytes
        return .json(
            JSONValue.array(
                matches.map { match in
                    var list =
                        byNumber[match.image].map { members(of: $0, match.image, in: number, room: &room) } ?? []
                    list.removeAll { $0.key == "similarity" }
                    list.append(.init("id", .integer(match.image)))
                    list.append(.init("similarity", .number(match.score, decimals: 6)))
                    return .object(list)
                }
            ).line)
    }

    private func picture(_ request: KNNRequest) throws(CommandFailure) -> [UInt8]? {
        if let text = request.image, !text.isEmpty {
            guard let data = Data(base64Encoded: text, options: .ignoreUnknownCharacters) else {
                throw CommandFailure(.command, "\"image\" is not base64")
            }
            return Array(data)
        }
        guard let url = request.imageURL, !url.isEmpty else { return nil }
        guard let fetching = answers.fetching else {
            throw CommandFailure(
                .command, "\"image_url\": nothing is fetched unless browse is started with --allow-image-urls")
        }
        return try fetching.bytes(of: url)
    }

    /// - Parameter room: bytes that pictures of the answer may still have.
    private func members(
        of image: IndexedImage, _ number: Int, in collection: Int, room: inout Int
    ) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        func add(_ name: String, _ text: String?) { if let text { members.append(.init(name, .text(text))) } }
        add("url", image.url)
        add("caption", image.caption)
        add("image_path", image.key)
        add("NSFW", image.nsfwTag?.word)
        add("license", image.licence)
        if let width = image.width { members.append(.init("width", .integer(width))) }
        if let height = image.height { members.append(.init("height", .integer(height))) }
        if let similarity = image.similarity { members.append(.init("similarity", .number(similarity, decimals: 6))) }
        if room > 0, let bytes = answers.bytes(ofPicture: number, in: collection), PictureType(bytes) != nil {
            room -= bytes.count
            guard room >= 0 else { return members }
            members.append(.init("image", .text(Data(bytes).base64EncodedString())))
        }
        return members
    }

    /// The first where none is named, as clip-back does.
    private func collection(_ name: String?) throws(CommandFailure) -> Int {
        guard let name, !name.isEmpty else { return 0 }
        guard let number = answers.collections.firstIndex(where: { $0.name == name }) else {
            throw CommandFailure(.command, "no indice \"\(name)\": /indices-list names those that there are")
        }
        return number
    }

    private static func decoded<T: Decodable>(_ type: T.Type, _ body: [UInt8]) throws(CommandFailure) -> T {
        do { return try JSONDecoder().decode(type, from: Data(body)) } catch {
            throw CommandFailure(.command, "the body is no JSON of this request: \(Self.words(error))")
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "\"\(key.stringValue)\" is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "\"\(context.codingPath.last?.stringValue ?? "")\" is of another type"
        default: "it cannot be read"
        }
    }
}
