// What models compute of each sample while a dataset is written, and in what form it is kept.

/// The vectors and computed columns of a dataset, the same for all of its samples.
package struct EmbeddingLayout: Hashable, Sendable {
    /// Values of an image's embedding; nil without.
    package let imageWidth: Int?
    /// Values of a caption's embedding; nil without.
    package let textWidth: Int?
    /// Computed columns of numbers, in their order: `similarity`, `nsfw_score`, those of heads. Behind `nsfw_score`
    /// comes `NSFW`, which follows from it.
    package let scores: [String]

    package init(imageWidth: Int?, textWidth: Int?, scores: [String]) {
        self.imageWidth = imageWidth
        self.textWidth = textWidth
        self.scores = scores
    }

    /// Bytes of a sample's vectors: float16.
    package var vectorBytes: Int { 2 * ((imageWidth ?? 0) + (textWidth ?? 0)) }

    /// The names of all computed columns.
    package var columns: [String] {
        scores.flatMap { $0 == ScoreColumns.nsfwScore ? [$0, ScoreColumns.nsfwTag] : [$0] }
    }
}

/// What models made of one sample.
package struct SampleEmbedding: Sendable {
    /// One for each of the layout's, in order.
    package let scores: [Double]
    /// The image's embedding, then the caption's: float16 of unit length, little endian.
    package let vectors: [UInt8]

    package init(scores: [Double], vectors: [UInt8]) {
        self.scores = scores
        self.vectors = vectors
    }
}
