// All models of a run.

internal import Ground
internal import ImageInputs
internal import Inference
internal import Tokenizing

/// What is made of each image and its caption. The models are for one thread at a time.
final class Towers {
    let image: ImageTower?
    let text: TextTower?
    let nsfw: ImageTower?
    let heads: [HeadModel]

    /// Reads and compiles all models.
    ///
    /// - Throws: `command`: a model is missing, or does not fit.
    init(_ options: EmbeddingOptions) throws(CommandFailure) {
        let engine = try failing(as: .command) { () throws(InferenceError) in
            try InferenceEngine(library: options.engine)
        }
        let (batch, settings) = (options.batchSize, options.settings)
        let (input, followsModel) = try Self.preprocessing(options)
        do throws(InferenceError) {
            image = try options.imageModel.map { path throws(InferenceError) in
                try ImageTower(
                    path: path, engine: engine, input: input, followsModel: followsModel, batch: batch,
                    settings: settings)
            }
            nsfw = try options.nsfwModel.map { path throws(InferenceError) in
                try ImageTower(
                    path: path, engine: engine, input: .openNSFW, followsModel: false, batch: batch, settings: settings)
            }
        } catch {
            throw CommandFailure(.command, error.description)
        }
        text = try Self.text(options, engine)
        var heads: [HeadModel] = []
        for head in options.heads {
            guard let image else {
                throw CommandFailure(.command, "--head needs --image-model: it takes its embeddings")
            }
            heads.append(
                try failing(as: .command) { () throws(InferenceError) in
                    try HeadModel(head, engine: engine, embedding: image.width, batch: batch, settings: settings)
                })
        }
        self.heads = heads
        if let image, let text, image.width != text.width {
            throw CommandFailure(
                .command,
                """
                --image-model gives \(image.width) numbers and --text-model \(text.width): they are no pair
                  name the image and the text model of one CLIP
                """)
        }
    }

    private static func text(
        _ options: EmbeddingOptions, _ engine: InferenceEngine
    ) throws(CommandFailure) -> TextTower? {
        guard let path = options.textModel else { return nil }
        guard let vocabulary = options.vocabulary else {
            throw CommandFailure(
                .command,
                """
                --text-model needs --vocabulary: CLIP's bpe_simple_vocab_16e6.txt.gz
                  make setup-models brings it to .deps/models
                """)
        }
        let tokenizer = try failing(as: .command) { () throws(TokenizerError) in
            CLIPTokenizer(try CLIPVocabulary(path: vocabulary))
        }
        return try failing(as: .command) { () throws(InferenceError) in
            try TextTower(
                path: path, engine: engine, tokenizer: tokenizer, batch: options.batchSize, settings: options.settings)
        }
    }

    private static func preprocessing(
        _ options: EmbeddingOptions
    ) throws(CommandFailure) -> (input: ImageInput, followsModel: Bool) {
        switch options.preprocessing {
        case "clip": (.clip, true)
        case "siglip": (.siglip, true)
        case let path:
            (try failing(as: .command) { () throws(ImageInputError) in try ImageInput(configPath: path) }, false)
        }
    }

    /// Makes each row of unit length; a row of zeros stays so.
    static func normalise(_ rows: inout [Float], width: Int) {
        for start in stride(from: 0, to: rows.count, by: width) {
            var sum = 0.0
            for place in start..<start + width { sum += Double(rows[place]) * Double(rows[place]) }
            let factor = sum > 0 ? Float(1 / sum.squareRoot()) : 0
            for place in start..<start + width { rows[place] *= factor }
        }
    }
}
