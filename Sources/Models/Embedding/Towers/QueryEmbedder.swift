// Single queries: words and pictures.

package import Ground
internal import ImageInputs
internal import Imaging
internal import Inference
internal import Tokenizing

/// Makes one embedding at a time, the way `embed` makes those of a dataset. Any thread may ask.
package final class QueryEmbedder: Sendable {
    /// `@unchecked Sendable` holds because the models are reached through the monitor alone, by one thread at a time.
    private struct Models: @unchecked Sendable {
        let towers: Towers
        let preparation: BatchPreparation
    }

    private let models: Monitor<Models>
    package let readsText: Bool
    package let readsImages: Bool

    /// Reads and compiles the models of captions and images that the options name; others are not used.
    ///
    /// - Throws: `command`: a model is missing, or does not fit.
    package init(_ options: EmbeddingOptions) throws(CommandFailure) {
        var options = options
        options.batchSize = 1
        (options.nsfwModel, options.heads) = (nil, [])
        let towers = try Towers(options)
        readsText = towers.text != nil
        readsImages = towers.image != nil
        models = Monitor(
            Models(
                towers: towers,
                preparation: BatchPreparation(
                    image: towers.image?.input, nsfw: nil, tokenizer: nil, captionLength: 0)))
    }

    /// An embedding of unit length.
    ///
    /// - Throws: `command` without a model of captions; `run` where it fails.
    package func embedding(ofText text: String) throws(CommandFailure) -> [Float] {
        try result { models throws(CommandFailure) in
            guard let tower = models.towers.text else { throw CommandFailure(.command, "there is no --text-model") }
            let numbers = tower.tokenizer.numbers(of: text, length: tower.length)
            return try failing(as: .run) { () throws(InferenceError) in try tower.results(1, numbers) }
        }
    }

    /// An embedding of unit length.
    ///
    /// - Throws: `command` without a model of images, and for bytes that are no picture; `run` where the model fails.
    package func embedding(ofPicture bytes: [UInt8]) throws(CommandFailure) -> [Float] {
        try result { models throws(CommandFailure) in
            guard let tower = models.towers.image else { throw CommandFailure(.command, "there is no --image-model") }
            var batch = ImageBatch(number: 0)
            (batch.rows, batch.bodies, batch.captions) = ([0], [bytes], [""])
            let prepared = models.preparation.prepared(batch)
            guard prepared.rows.count == 1 else {
                throw CommandFailure(.command, "this is no picture that can be read")
            }
            return try failing(as: .run) { () throws(InferenceError) in try tower.results(1, prepared.images) }
        }
    }

    private func result(_ make: (Models) throws(CommandFailure) -> [Float]) throws(CommandFailure) -> [Float] {
        let made = models.look { models in
            Result { () throws(CommandFailure) -> [Float] in
                var row = try make(models)
                Towers.normalise(&row, width: max(1, row.count))
                return row
            }
        }
        return try made.get()
    }
}
