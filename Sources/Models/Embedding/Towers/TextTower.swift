// A model of captions.

internal import Inference
internal import Tokenizing

/// Captions' numbers to rows of numbers. For one thread at a time; `tokenizer` and `length` for any.
final class TextTower {
    let tokenizer: CLIPTokenizer
    /// Numbers of a caption.
    let length: Int
    private let model: BatchModel
    /// For each input, whether it takes the caption's numbers, or which of them count.
    private let takesNumbers: [Bool]
    var width: Int { model.width }

    init(
        path: String, engine: InferenceEngine, tokenizer: CLIPTokenizer, batch: Int, settings: ModelSettings
    ) throws(InferenceError) {
        let ports = try Model(path: path, engine: engine).inputs
        takesNumbers = ports.map { $0.name != "attention_mask" }
        guard takesNumbers.count(where: { $0 }) == 1,
            ports.allSatisfy({ $0.element.isInteger && $0.sides?.count ?? 2 == 2 })
        else {
            throw InferenceError(
                .unfit,
                """
                \(path) takes \(ports.map(\.words).joined(separator: "; ")); a text model takes input_ids, and \
                attention_mask where it has one
                  export the image and the text model apart
                """)
        }
        let length = ports.compactMap { $0.sides?.last ?? nil }.first ?? CLIPTokenizer.contextLength
        guard (2...4096).contains(length) else {
            throw InferenceError(.unfit, "\(path) takes captions of \(length) numbers")
        }
        self.tokenizer = tokenizer
        self.length = length
        model = try BatchModel(
            path: path, engine: engine, batch: batch, rowSides: ports.map { _ in [length] }, settings: settings)
    }

    func results(_ count: Int, _ numbers: [Int64]) throws(InferenceError) -> [Float] {
        let inputs = takesNumbers.map { isNumbers in
            // Zeros behind a caption's end do not count.
            ModelValues.integers(isNumbers ? numbers : numbers.map { $0 == 0 ? 0 : 1 })
        }
        return try model.results(count, inputs)
    }
}
