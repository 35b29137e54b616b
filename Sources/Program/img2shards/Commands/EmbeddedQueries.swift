// Models of the command line for the page's searches.

internal import Browsing
internal import Embedding
internal import Ground

/// `QueryEmbedder` as `browse` asks for embeddings.
struct EmbeddedQueries: QueryModel {
    private let embedder: QueryEmbedder

    init(_ embedder: QueryEmbedder) { self.embedder = embedder }

    var readsText: Bool { embedder.readsText }
    var readsImages: Bool { embedder.readsImages }

    func embedding(ofText text: String) throws(CommandFailure) -> [Float] {
        do throws(CommandFailure) { return try embedder.embedding(ofText: text) } catch { throw Self.error(error) }
    }

    func embedding(ofPicture bytes: [UInt8]) throws(CommandFailure) -> [Float] {
        do throws(CommandFailure) { return try embedder.embedding(ofPicture: bytes) } catch { throw Self.error(error) }
    }

    private static func error(_ error: CommandFailure) -> CommandFailure {
        CommandFailure(error.category == .command ? .command : .run, error.description)
    }
}
