// What `embed` is asked for.

package import DatasetFolder
internal import DatasetModel
package import Ground
package import Inference

/// One `embed` as typed; `EmbeddingRun` checks it.
package struct EmbeddingOptions: Sendable {
    /// A model that takes an embedding, and the column that gets its result.
    package struct Head: Sendable, Hashable {
        package let name: String
        package let path: String

        package init(name: String, path: String) {
            self.name = name
            self.path = path
        }
    }

    package var dataset: TypedDataset
    package var outputFolder: String
    /// A folder with embeddings of the same images, which are taken instead of running models; nil for models.
    package var source: String?
    package var imageModel: String?
    package var textModel: String?
    /// CLIP's list of merges; needed with `textModel`.
    package var vocabulary: String?
    package var nsfwModel: String?
    package var heads: [Head] = []
    /// `clip`, `siglip`, or the path of a `preprocessor_config.json`.
    package var preprocessing = "clip"
    /// Images that a model sees at once.
    package var batchSize = 16
    /// Threads that decode.
    package var workers: Int
    package var settings: ModelSettings
    /// Most rows of one file of the output; a shard is never divided.
    package var rowsPerFile = 1_000_000
    /// OpenVINO's C library; nil to look for it.
    package var engine: String?

    /// - Parameter cores: threads of each kind.
    package init(dataset: TypedDataset, outputFolder: String, cores: Int) {
        self.dataset = dataset
        self.outputFolder = outputFolder
        workers = cores
        settings = ModelSettings(threads: cores)
    }

    /// Checks which models there are; none is read.
    ///
    /// - Parameter taken: columns whose names no head can have.
    /// - Throws: `command`.
    package func checkModels(taken: Set<String>) throws(CommandFailure) {
        if let source {
            guard imageModel == nil, textModel == nil, nsfwModel == nil, heads.isEmpty else {
                throw CommandFailure(
                    .command,
                    "--embeddings \(source): its vectors are taken as they are: leave out --image-model and other models"
                )
            }
            return
        }
        guard imageModel != nil || textModel != nil || nsfwModel != nil else {
            throw CommandFailure(.command, "name at least one of --image-model, --text-model and --nsfw-model")
        }
        for (place, head) in heads.enumerated() {
            let isTwice = heads[..<place].contains { $0.name == head.name }
            let isOwn = ScoreColumns.computed.contains(head.name) || head.name == ScoreColumns.key
            if head.name.isEmpty || isTwice || isOwn || taken.contains(head.name) {
                throw CommandFailure(.command, "--head \(head.name)=\(head.path): the name is empty or taken")
            }
        }
    }
}
