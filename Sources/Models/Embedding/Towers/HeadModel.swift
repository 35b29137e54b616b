// A small model behind an embedding: aesthetic scores, safety, watermarks.

internal import Inference

/// An embedding to one number. For one thread at a time.
final class HeadModel {
    let name: String
    private let model: BatchModel

    init(
        _ head: EmbeddingOptions.Head, engine: InferenceEngine, embedding: Int, batch: Int, settings: ModelSettings
    ) throws(InferenceError) {
        name = head.name
        let ports = try Model(path: head.path, engine: engine).inputs
        guard ports.count == 1, let port = ports.first, port.element.isFloat, port.sides?.count ?? 2 == 2,
            (port.sides?[1] ?? embedding) == embedding
        else {
            throw InferenceError(
                .unfit,
                "\(head.path) takes \(ports.map(\.words).joined(separator: "; ")); the image model gives \(embedding) numbers"
            )
        }
        model = try BatchModel(
            path: head.path, engine: engine, batch: batch, rowSides: [[embedding]], settings: settings)
    }

    /// The last number of each row: of two classes the one that is asked about.
    func scores(_ count: Int, _ embeddings: [Float]) throws(InferenceError) -> [Double] {
        let results = try model.results(count, [.floats(embeddings)])
        return (0..<count).map { Double(results[($0 + 1) * model.width - 1]) }
    }
}
