// Embeddings in the pass of a download: the models of `embed` for samples that are not written yet.

internal import Arrays
package import DatasetModel
package import Ground

/// The models of a run. Any thread may make preparations; `embeddings` is for one at a time.
///
/// `@unchecked Sendable` holds because the models run in `embeddings` alone; the rest of the towers does not change.
package final class SampleEmbedder: @unchecked Sendable {
    private let towers: Towers
    /// Samples that the models see at once.
    package let batchSize: Int
    /// What is kept of each sample.
    package let layout: EmbeddingLayout

    /// Reads and compiles the models; dataset and output folder of the options are not looked at.
    ///
    /// - Throws: `command`: a model is missing, or does not fit.
    package init(_ options: EmbeddingOptions) throws(CommandFailure) {
        towers = try Towers(options)
        batchSize = options.batchSize
        layout = EmbeddingLayout(
            imageWidth: towers.image?.width, textWidth: towers.text?.width, scores: ShardResults.scores(towers))
    }

    /// For one thread.
    package func makePreparation() -> SamplePreparation { SamplePreparation(towers) }

    /// What the models make of samples, in order.
    ///
    /// - Throws: `run`: a model failed.
    package func embeddings(of inputs: [SampleInputs]) throws(CommandFailure) -> [SampleEmbedding] {
        var batch = PreparedBatch(number: 0)
        batch.rows = Array(inputs.indices)
        batch.images = inputs.flatMap(\.image)
        batch.nsfw = inputs.flatMap(\.nsfw)
        batch.numbers = inputs.flatMap(\.caption)
        var results = ShardResults(towers)
        let made = try results.add(batch, towers)
        return inputs.indices.map { row in
            SampleEmbedding(
                scores: results.scores(at: row),
                vectors: HalfFloat.bytes(of: part(made.images, row, layout.imageWidth))
                    + HalfFloat.bytes(of: part(made.texts, row, layout.textWidth)))
        }
    }

    private func part(_ values: [Float], _ row: Int, _ width: Int?) -> ArraySlice<Float> {
        guard let width else { return [] }
        return values[row * width..<(row + 1) * width]
    }
}
